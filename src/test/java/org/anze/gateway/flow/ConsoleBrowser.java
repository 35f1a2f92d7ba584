package org.anze.gateway.flow;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anze.gateway.Executables;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.remote.http.ClientConfig;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A headless Chromium that an operator would sit at; finds what the pages mark with {@code data-test}. For one thread. */
final class ConsoleBrowser implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleBrowser.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STARTS = 3;
    private static final Path CHROMIUM = Executables.find("chromium").orElse(null);
    private static final Path DRIVER = Executables.find("chromedriver").orElse(null);

    private final ChromeDriver driver;
    private final URI console;
    private final Path screenshots;

    /**
     * @param folder emptied by nobody: profile and screenshots go below it
     */
    ConsoleBrowser(URI console, Path folder) throws IOException {
        this.console = console;
        this.screenshots = Files.createDirectories(folder.resolve("screenshots"));
        this.driver = begin(folder);
    }

    /** Once in a while a Chromium that has just started answers nothing at all; then another one is started. */
    private ChromeDriver begin(Path folder) throws IOException {
        WebDriverException silent = null;
        for (int i = 0; i < STARTS; i++) {
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(DRIVER.toFile())
                    .usingAnyFreePort()
                    .build();
            try {
                ChromeDriver started = new ChromeDriver(
                        service,
                        options(Files.createTempDirectory(Files.createDirectories(folder), "profile")),
                        ClientConfig.defaultConfig().readTimeout(PATIENCE.plusSeconds(5)));
                started.manage().window().setSize(new Dimension(1280, 900));
                started.manage().timeouts().pageLoadTimeout(PATIENCE);
                started.get(console.toString());
                return started;
            } catch (WebDriverException e) {
                LOG.warn("the browser does not answer", e);
                silent = e;
                service.stop();
            }
        }
        throw silent;
    }

    private static ChromeOptions options(Path profile) {
        ChromeOptions options = new ChromeOptions();
        // With the executable named here, nothing has to be looked for on the network.
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=zh-CN",
                "--user-data-dir=" + profile.toAbsolutePath());
        return options;
    }

    /** Why there can be no browser on this machine. */
    static Optional<String> missing() {
        return CHROMIUM == null || DRIVER == null
                ? Optional.of("chromium and chromedriver are needed for the pages of the console")
                : Optional.empty();
    }

    /** Forgets who was signed in and in which language, and opens a page. */
    void openAfresh(String page) {
        driver.get(console.toString());
        driver.manage().deleteAllCookies();
        open(page);
    }

    void open(String page) {
        driver.get(console.resolve(page).toString());
    }

    /** Sends the sign-in form. */
    void signIn(String user, String password) {
        WebElement name = await(By.id("username"));
        name.clear();
        name.sendKeys(user);
        driver.findElement(By.id("password")).sendKeys(password);
        driver.findElement(By.id("login")).click();
    }

    /** Types into the field with this id. */
    void type(String id, String text) {
        WebElement field = await(By.id(id));
        field.clear();
        field.sendKeys(text);
    }

    /** Searches for a term in the box that every page has. */
    void search(String term) {
        WebElement box = await("search-term");
        box.clear();
        box.sendKeys(term);
        driver.findElement(marked("search-submit")).click();
    }

    static By marked(String name) {
        return By.cssSelector("[data-test='" + name + "']");
    }

    /** The first element of that mark, as soon as it is there. */
    WebElement await(String name) {
        return await(marked(name));
    }

    WebElement await(By place) {
        return new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> place + " on " + driver.getCurrentUrl() + ":\n" + text())
                .until(open -> open.findElements(place).stream().findFirst().orElse(null));
    }

    List<WebElement> all(By place) {
        return driver.findElements(place);
    }

    /** Follows a link or presses a button. */
    void click(String name) {
        await(name).click();
    }

    /** What a person can read on the page. */
    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** The words of the first element that matches, read at one moment because pages renew themselves; empty without one. */
    String words(String selector) {
        return String.valueOf(driver.executeScript(
                        "const found = document.querySelector(arguments[0]); return found ? found.innerText : '';",
                        selector))
                .strip();
    }

    String language() {
        return driver.findElement(By.tagName("html")).getDomAttribute("lang");
    }

    String address() {
        return driver.getCurrentUrl();
    }

    /** Whether anything on the page reaches beyond its right edge. */
    boolean scrollsSideways() {
        return Boolean.TRUE.equals(driver.executeScript(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    /** Keeps the whole page as a picture for people to look at. */
    void photograph(String name) throws IOException {
        Map<String, Object> picture = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(screenshots.resolve(name + ".png"), Base64.getDecoder().decode((String) picture.get("data")));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
