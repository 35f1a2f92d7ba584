package org.anze.gateway.console.login;

/** What is still asked of somebody whose password was right, in this order. */
enum Step {
    /** A code of the second factor. */
    CODE("/sign-in/code"),
    /** A password of his own. */
    PASSWORD("/sign-in/password"),
    /** To set up a second factor. */
    SECOND_FACTOR("/sign-in/second-factor");

    private final String page;

    Step(String page) {
        this.page = page;
    }

    String page() {
        return page;
    }

    String authority() {
        return "STEP_" + name();
    }
}
