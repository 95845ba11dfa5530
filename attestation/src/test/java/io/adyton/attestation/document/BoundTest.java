// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTest {
  private static final Bound BOUND = Documents.bound(Optional.of(Documents.filled(32, 30)));
  private static final String TEXT = text(BOUND.toBytes());

  @Test
  void readsBackWhatItWrote() throws Exception {
    assertThat(Bound.parse(BOUND.toBytes())).isEqualTo(BOUND);
    assertThat(Bound.parse(Documents.bound(Optional.empty()).toBytes()))
        .isEqualTo(Documents.bound(Optional.empty()));
  }

  @Test
  void takesNoChannelForNull() throws Exception {
    String bound = text(Documents.bound(Optional.empty()).toBytes());

    assertThat(
            Bound.parse(bytes(bound.replace("\"devices\"", "\"chan\":null,\"devices\""))).channel())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"keys", "cert", "devices", "models", "engine", "privacy", "boot", "not_after"})
  void refusesMissingMember(String name) {
    refuses(TEXT.replace("\"" + name + "\":", "\"x_" + name + "\":"));
    refuses(TEXT.replaceFirst("\"" + name + "\":", "\"" + name + "\":null,\"x_" + name + "\":"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"id\":\"tls\",`, `\"id\":\"tls\",\"unknown\":1,`",
        "`\"id\":\"receipt\",`, `\"id\":\"receipt\",\"unknown\":1,`",
        "`\"id\":\"smol\",`, `\"id\":\"smol\",\"unknown\":1,`",
        "`\"id\":\"gpu/0\",`, `\"id\":\"gpu/0\",\"unknown\":1,`",
        "`\"pad\":128`, `\"pad\":128,\"unknown\":1`",
        "`\"version\":`, `\"unknown\":1,\"version\":`",
        "`\"type\":\"tls-exporter\"`, `\"type\":\"tls-exporter\",\"unknown\":1`",
        "`\"boot\":`, `\"unknown\":1,\"boot\":`"
      })
  void refusesUnknownMember(String member, String other) {
    assertThat(TEXT).contains(member);

    refuses(TEXT.replace(member, other));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"id\":\"tls\"`, `\"id\":\"hpke\"`",
        "`\"id\":\"receipt\"`, `\"id\":\"tls\"`",
        "`spki-sha256`, `spki-sha1`",
        "`EdDSA`, `ES256`",
        "`tls-exporter`, `tls-unique`",
        "`\"pad\":128`, `\"pad\":-1`",
        "`\"pad\":128`, `\"pad\":4294967296`",
        "`\"batch_ms\":40`, `\"batch_ms\":40.0`",
        "`\"not_after\":1900000000`, `\"not_after\":-1`",
        "`\"not_after\":1900000000`, `\"not_after\":9223372036854775807`",
        "`\"name\":\"libllama\"`, `\"name\":5`",
        "`\"name\":\"libllama\"`, `\"name\":\"libllama\",\"name\":\"libllama\"`"
      })
  void refusesOtherValue(String member, String other) {
    assertThat(TEXT).contains(member);

    refuses(TEXT.replaceFirst(Pattern.quote(member), other));
  }

  @Test
  void refusesValueOfOtherLength() {
    for (int value : new int[] {2, 3, 4, 5, 6, 8, 9, 30}) {
      String whole = encoded(Documents.filled(value == 3 ? 44 : 32, value));
      String shorter = encoded(Documents.filled(value == 3 ? 43 : 31, value));
      assertThat(TEXT).contains("\"" + whole + "\"");

      refuses(TEXT.replace("\"" + whole + "\"", "\"" + shorter + "\""));
    }
  }

  @Test
  void refusesMoreThanTheLimit() {
    refuses(TEXT + " ".repeat(1 << 16));
  }

  private static String encoded(Bytes bytes) {
    return StrictJson.unpaddedBase64Url(bytes);
  }

  private static void refuses(String bound) {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> Bound.parse(bytes(bound)));
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }
}
