// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherTest {
  @TempDir Path machine;
  private Checkout checkout;
  private Path jdks;

  @BeforeEach
  void lay() throws IOException {
    checkout = Checkout.on(machine);
    jdks = Files.createDirectories(machine.resolve("jdks"));
  }

  @Test
  void saysHowToGetAJdkWhereThereIsNone() throws Exception {
    assertRefusal(checkout.run(jdks, "serve"), 20, "a JDK 25 is needed", "adoptium.net");
  }

  @Test
  void passesOverJdksOfOtherVersions() throws Exception {
    checkout.addJdk("jdks/17", "17.0.15");
    checkout.addJdk("jdks/251", "251.0.1");
    assertRefusal(checkout.run(jdks, "serve"), 20, "a JDK 25 is needed");
  }

  @Test
  void refusesNamedJdkOfAnotherVersion() throws Exception {
    Path old = checkout.addJdk("old", "21.0.2");
    assertRefusal(
        checkout.run(checkout.script(), Map.of("ADYTON_JAVA_HOME", old.toString()), "serve"),
        20,
        old + ", which is no JDK 25");
  }

  @Test
  void findsJdkInTheUsualFolders() throws Exception {
    checkout.addBuildTools();
    checkout.addJdk("jdks/temurin-25", "25.0.1");
    Checkout.Result result = checkout.run(jdks, "serve", "--model", "a b");

    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains(
            "-jar\n" + checkout.root() + "/cli/target/dist/adyton.jar\nserve\n--model\na b\n");
  }

  @Test
  void findsJdkByJavaHome() throws Exception {
    checkout.addBuildTools();
    Path jdk = checkout.addJdk("mine", "25");
    Checkout.Result result =
        checkout.run(
            checkout.script(),
            Map.of("JAVA_HOME", jdk.toString(), "ADYTON_JDK_PATH", ""),
            "--version");
    assertThat(result.out()).endsWith("--version\n");
  }

  @Test
  void saysThatMavenIsMissing() throws Exception {
    checkout.addJdk("jdks/25", "25.0.1");
    checkout.addNpm();
    assertRefusal(checkout.run(jdks, "serve"), 20, "Maven", "apt install maven");
  }

  @Test
  void saysThatNpmIsMissing() throws Exception {
    checkout.addJdk("jdks/25", "25.0.1");
    checkout.addMaven("");
    assertRefusal(checkout.run(jdks, "serve"), 20, "npm", "apt install nodejs npm");
    assertThat(checkout.builds()).isZero();
  }

  @Test
  void buildsOnceAndAgainOnlyAfterAChange() throws Exception {
    checkout.addBuildTools();
    checkout.addJdk("jdks/25", "25.0.1");

    assertThat(checkout.run(jdks, "help").err())
        .isEqualTo("building Adyton (first time: about a minute)…\n");
    assertThat(checkout.run(jdks, "help").err()).isEmpty();
    assertThat(checkout.builds()).isEqualTo(1);

    age(checkout.root().resolve("cli/target/dist/built"));
    checkout.write("cli/src/main/java/B.java", "");
    assertThat(checkout.run(jdks, "help").err()).isEqualTo("building Adyton (sources changed)…\n");
    assertThat(checkout.run(jdks, "help").err()).isEmpty();

    Files.delete(checkout.root().resolve("cli/src/main/java/B.java"));
    checkout.run(jdks, "help");
    assertThat(checkout.builds()).isEqualTo(3);
  }

  @Test
  void leavesTestSourcesOutOfTheBuild() throws Exception {
    checkout.addBuildTools();
    checkout.addJdk("jdks/25", "25.0.1");
    checkout.run(jdks, "help");
    checkout.write("cli/src/test/java/T.java", "");
    checkout.run(jdks, "help");
    assertThat(checkout.builds()).isEqualTo(1);
  }

  @Test
  void worksFromAnywhereAndThroughLinks() throws Exception {
    checkout.addBuildTools();
    checkout.addJdk("jdks/25", "25.0.1");
    Path near = Files.createSymbolicLink(machine.resolve("near"), Path.of("check out/adyton"));
    Path far = Files.createSymbolicLink(machine.resolve("far"), near);
    Map<String, String> environment = Map.of("ADYTON_JDK_PATH", jdks.toString());

    assertThat(checkout.run(far, environment, "help").out())
        .contains(checkout.root() + "/cli/target/dist/adyton.jar");
  }

  @ParameterizedTest
  @CsvSource({
    "'[ERROR] /a/B.java:[1,2] cannot find symbol', cannot find symbol",
    "'java.io.IOException: No space left on device', the disk is full",
    "'[ERROR] Could not transfer artifact a:b:1', check the network",
    "'npm error code ENOTFOUND', check the network",
    "'', it gave no reason"
  })
  void givesReasonAndLogOfFailedBuild(String line, String reason) throws Exception {
    checkout.addJdk("jdks/25", "25.0.1");
    checkout.addNpm();
    checkout.addMaven("echo '" + line + "'; exit 1");
    Checkout.Result result = checkout.run(jdks, "serve");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains(reason, "target/build.log has the details").hasLineCount(2);
    assertThat(checkout.run(jdks, "serve").status()).isEqualTo(1);
    assertThat(checkout.builds()).isEqualTo(2);
  }

  @Test
  void takesOverTheLockOfABuildThatWasKilled() throws Exception {
    checkout.addBuildTools();
    checkout.addJdk("jdks/25", "25.0.1");
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    checkout.write("target/adyton-build.lock/pid", ended.pid() + "\n");

    assertThat(checkout.run(jdks, "help").status()).isZero();
    assertThat(checkout.root().resolve("target/adyton-build.lock")).doesNotExist();
  }

  @Test
  void takesOverTheLockOfABuildThatWasKilledBeforeItGaveItsName() throws Exception {
    checkout.addBuildTools();
    checkout.addJdk("jdks/25", "25.0.1");
    Files.createDirectories(checkout.root().resolve("target/adyton-build.lock"));

    assertThat(checkout.run(jdks, "help").status()).isZero();
    assertThat(checkout.builds()).isEqualTo(1);
  }

  @Test
  void refusesToBuildWhereItCannotLock() throws Exception {
    checkout.addBuildTools();
    checkout.addJdk("jdks/25", "25.0.1");
    checkout.write("target/adyton-build.lock", "");

    assertRefusal(checkout.run(jdks, "help"), 1, "cannot lock", "owner of the checkout");
    assertThat(checkout.builds()).isZero();
  }

  @Test
  void keepsCrashFilesAndDumpsAway() throws Exception {
    checkout.addBuildTools();
    checkout.addJdk("jdks/25", "25.0.1");
    assertThat(checkout.run(jdks, "serve").out())
        .contains(
            "-XX:ErrorFile=/dev/null", "-XX:-CreateCoredumpOnCrash", "-XX:+DisableAttachMechanism");
  }

  @ParameterizedTest
  @CsvSource({"test --help", "test -h", "help test"})
  void explainsTheTestRunWithoutBuildingOrRunningIt(String line) throws Exception {
    Checkout.Result result = checkout.run(jdks, line.split(" "));
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("Usage: adyton test").contains("--full", "exit code 1");
    assertThat(checkout.builds()).isZero();
  }

  @Test
  void refusesUnknownOptionOfTest() throws Exception {
    checkout.addBuildTools();
    checkout.addJdk("jdks/25", "25.0.1");
    Checkout.Result result = checkout.run(jdks, "test", "--fast");
    assertThat(result.status()).isEqualTo(30);
    assertThat(result.err()).contains("takes --full or nothing, not '--fast'");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 0, 0, 1, 0, '3 passed, 0 failed, 1 skipped'",
    "4, 1, 1, 0, 1, '2 passed, 2 failed, 0 skipped'"
  })
  void sumsTestReportsAndFailsIfOneFailed(
      int tests, int errors, int failures, int skipped, int status, String counts)
      throws Exception {
    checkout.addJdk("jdks/25", "25.0.1");
    checkout.addNpm();
    String report =
        "<testsuite name=\"io.adyton.A\" time=\"0.1\" tests=\"%d\" errors=\"%d\" skipped=\"%d\" failures=\"%d\">"
            .formatted(tests, errors, skipped, failures);
    checkout.addMaven(
        "mkdir -p cli/target/dist cli/target/surefire-reports && : >cli/target/dist/adyton.jar\n"
            + "echo '"
            + report
            + "' >cli/target/surefire-reports/TEST-io.adyton.A.xml");
    Checkout.Result result = checkout.run(jdks, "test");

    assertThat(result.out().lines()).last().isEqualTo(counts);
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void goesOnWithAFullRunThatWasBrokenOff() throws Exception {
    checkout.addJdk("jdks/25", "25.0.1");
    checkout.addNpm();
    checkout.write("docs/README.md", "");
    checkout.addMaven(
        """
        mkdir -p cli/target/dist cli/target/surefire-reports && : >cli/target/dist/adyton.jar
        for word; do
          case $word in -Dsurefire.excludesFile=*) cat "${word#*=}" >>../left-out ;; esac
        done
        echo '<testsuite name="io.adyton.A" time="1" tests="1" errors="0" skipped="0" failures="0">' \\
          >cli/target/surefire-reports/TEST-io.adyton.A.xml
        """);
    checkout.run(jdks, "test", "--full");
    assertThat(Files.readString(machine.resolve("left-out"))).isEmpty();

    Checkout.Result again = checkout.run(jdks, "test", "--full");
    assertThat(Files.readString(machine.resolve("left-out"))).isEqualTo("**/A.java\n");
    assertThat(again.out()).endsWith("1 passed, 0 failed, 0 skipped\n");
    assertThat(checkout.root().resolve("docs/full-test.md"))
        .content()
        .contains("| io.adyton.A | 1 | 0 | 0 | 1 |");
  }

  private static void assertRefusal(Checkout.Result result, int status, String... parts) {
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.err()).startsWith("adyton: ").contains(parts).hasLineCount(1);
    assertThat(result.out()).isEmpty();
  }

  /** Makes room for a change within the resolution of file times. */
  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(5)));
  }
}
