package org.anze.gateway.seal.proof;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium with verify.html open from the file system, without any server. For one thread. */
final class VerifierBrowser implements AutoCloseable {

    private static final Optional<Path> CHROMIUM = find("chromium");
    private static final Optional<Path> DRIVER = find("chromedriver");

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

    private static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
