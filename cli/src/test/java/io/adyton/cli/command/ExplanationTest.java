// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adyton.cli.ExitCode;
import io.adyton.server.chat.ChatTemplate;
import io.adyton.server.chat.jinja.TemplateException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  @Test
  void laysTemplatesThatCannotBeUsedToTheModel() {
    TemplateException failure =
        catchThrowableOfType(
            TemplateException.class,
            () -> ChatTemplate.compile("{{ ''.__class__ }}", "", "", Clock.systemUTC()));

    assertThat(Explanation.of(failure))
        .hasValueSatisfying(
            error -> {
              assertThat(error.exitCode()).isEqualTo(ExitCode.REJECTED);
              assertThat(error)
                  .hasMessage(
                      "the model's chat template cannot be used (template line 1: names that begin"
                          + " with two underscores are refused); serve another model");
            });
  }
}
