package org.anze.gateway.seal.proof;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.anze.gateway.Executables;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium with verify.html open from the file system, without any server. For one thread. */
final class VerifierBrowser implements AutoCloseable {

    private static final Optional<Path> CHROMIUM = Executables.find("chromium");
    private static final Optional<Path> DRIVER = Executables.find("chromedriver");

    final ChromeDriver driver;

    /** @param profile folder for the browser's own files */
    VerifierBrowser(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=zh-CN",
                "--user-data-dir=" + profile.toAbsolutePath());
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
        driver.get(ScriptVerdicts.PAGE.toUri().toString());
    }

    static boolean isPossible() {
        return CHROMIUM.isPresent() && DRIVER.isPresent();
    }

    String judge(String job) {
        return String.valueOf(driver.executeScript("return " + ScriptVerdicts.JUDGE + "(arguments[0]);", job));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
