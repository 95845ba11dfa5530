// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
  private static final String SECRET = "nothing else says this";

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "abcd"})
  void base64IsFoundWhereverTheTextStands(String before) {
    String whole =
        Base64.getEncoder()
            .encodeToString((before + SECRET + "!?").getBytes(StandardCharsets.UTF_8));

    assertThat(Encoding.BASE64.of(SECRET))
        .anyMatch(bytes -> whole.contains(new String(bytes, StandardCharsets.US_ASCII)));
  }

  @Test
  void escapesEveryCharacter() {
    assertThat(Encoding.JSON_ESCAPED.of("a\u00e9"))
        .containsExactly("\\u0061\\u00e9".getBytes(StandardCharsets.US_ASCII));
  }
}
