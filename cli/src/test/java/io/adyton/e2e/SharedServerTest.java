// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SharedServerTest {
  private static final String MODELS = "adyton.test.models";

  @Test
  void skipsTestsWhereThereIsNoModelAndSaysWhy(@TempDir Path empty) {
    List<TestExecutionResult> results = new ArrayList<>();
    String models = System.setProperty(MODELS, empty.toString());
    try {
      run(AskingForTheServer.class, results);
    } finally {
      if (models == null) {
        System.clearProperty(MODELS);
      } else {
        System.setProperty(MODELS, models);
      }
    }

    assertThat(results)
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.getStatus()).isEqualTo(Status.ABORTED);
              assertThat(result.getThrowable().orElseThrow())
                  .hasMessage("skipped: no model smollm2-135m-instruct; run ./adyton test");
            });
  }

  private static void run(Class<?> tests, List<TestExecutionResult> results) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(tests))
            .filters(includeEngines("junit-jupiter"))
            .build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                  results.add(result);
                }
              }
            });
  }

  @ExtendWith(SharedServer.class)
  static final class AskingForTheServer {
    @Test
    void asks(AdytonProcess server) {
      assertThat(server).isNull();
    }
  }
}
