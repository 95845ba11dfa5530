// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  private static final int MAX_BYTES = 10_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "7",
        "{",
        "{\"a\":1,\"a\":1}",
        "{\"b\":{\"a\":1,\"a\":2}}",
        "{\"b\":[{\"a\":1,\"a\":2}]}",
        "{\"a\":1}{}",
        "{\"a\":1} x",
        "{\"a\":01}",
        "{'a':1}",
        "{\"a\":1,}"
      })
  void refusesTextWithAnotherReading(String text) {
    assertThatThrownBy(() -> StrictJson.object("text", bytes(text), MAX_BYTES))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageStartingWith("text: ");
  }

  @Test
  void refusesTextThatIsTooLongOrTooDeep() {
    Bytes deep = bytes("{\"a\":" + "[".repeat(20) + "]".repeat(20) + "}");

    assertThatThrownBy(() -> StrictJson.object("text", bytes("{}"), 1))
        .hasMessage("text: expected at most 1 bytes, found 2");
    assertThatThrownBy(() -> StrictJson.object("text", deep, MAX_BYTES))
        .isInstanceOf(MalformedEvidenceException.class);
  }

  @Test
  void returnsValueAsItStands() throws Exception {
    Bytes text =
        bytes(" { \"x\" : [1, {\"v\":2}], \"v\" : { \"ä\" :1,\n \"b\": [ ] } , \"s\":\"\" }");

    assertThat(StrictJson.exactValue("text", text, "v"))
        .isEqualTo(bytes("{ \"ä\" :1,\n \"b\": [ ] }"));
    assertThatThrownBy(() -> StrictJson.exactValue("text", text, "w"))
        .hasMessage("text: expected a member 'w', found none");
  }

  @Test
  void namesThePathOfWhatIsWrong() throws Exception {
    StrictJson json =
        StrictJson.object("text", bytes("{\"a\":[{\"b\":\"x\"}],\"n\":300,\"z\":null}"), MAX_BYTES);

    assertThatThrownBy(() -> json.list("a").getFirst().number("b", 9))
        .hasMessage("text.a[0].b: expected a whole number from 0 to 9");
    assertThatThrownBy(() -> json.number("n", 255))
        .hasMessage("text.n: expected a whole number from 0 to 255");
    assertThatThrownBy(() -> json.list("a").getFirst().hex("b"))
        .hasMessage("text.a[0].b: expected hexadecimal digits");
    assertThatThrownBy(() -> json.text("z")).hasMessage("text: expected a member 'z', found none");
    assertThatThrownBy(() -> json.only(Set.of("a", "n")))
        .isInstanceOf(MalformedEvidenceException.class);
    assertThat(json.has("z")).isFalse();
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(UTF_8));
  }
}
