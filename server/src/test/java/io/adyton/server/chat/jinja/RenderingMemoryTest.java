// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.scheduler.text.Text;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That nothing of a render outlives it but the prompt. */
class RenderingMemoryTest {
  private static boolean isZero(ByteBuffer memory) {
    for (int i = 0; i < memory.capacity(); i++) {
      if (memory.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void zeroesEveryStringItMade() {
    List<ByteBuffer> seen = new ArrayList<>();
    try (Text secret = Text.ofPublic("canary-in-a-message");
        Rendering rendering = new Rendering()) {
      Str content = (Str) GivenValues.of(rendering, TemplateValue.content(secret));
      for (int i = 0; i < 100; i++) {
        Str joined = rendering.concatenate(Str.literal("x".repeat(i + 1)), content);
        Str upper = CaseMapping.upper(rendering, joined);
        assertThat(isZero(upper.bytes())).isFalse();
        seen.add(joined.bytes());
        seen.add(upper.bytes());
      }
    }
    assertThat(seen).hasSize(200).allMatch(RenderingMemoryTest::isZero);
  }

  @Test
  void zeroesWhatWasRenderedBeforeARefusal() {
    List<ByteBuffer> seen = new ArrayList<>();
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(
            () -> {
              try (Rendering rendering = new Rendering()) {
                seen.add(rendering.assemble().append("half a prompt").finish().bytes());
                throw rendering.invalid("expected more");
              }
            });
    assertThat(seen).hasSize(1).allMatch(RenderingMemoryTest::isZero);
  }

  @Test
  void holdsStringsOutsideTheHeap() {
    try (Rendering rendering = new Rendering()) {
      assertThat(rendering.assemble().append("made").finish().bytes().isDirect()).isTrue();
    }
  }

  @Test
  void leavesTheRequestsTextsAlone() {
    try (Text content = Text.ofPublic("still here");
        Text target = Text.withCapacity(0)) {
      JinjaTemplate template = JinjaTemplate.compile("{{ c|upper }}{{ c[2:] }}{{ c.split() }}");
      template.render(Map.of("c", TemplateValue.content(content)), Renders.CLOCK, target);
      byte[] bytes = new byte[content.length()];
      content.get(0, bytes, 0, bytes.length);
      assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("still here");
    }
  }

  @Test
  void showsSizesAndNeverText() {
    try (Rendering rendering = new Rendering()) {
      Str string = rendering.assemble().append("canary").finish();
      assertThat(string.toString()).isEqualTo("[string of 6 bytes]");
      assertThat(Value.Items.list(List.of(string)).toString()).doesNotContain("canary");
    }
  }
}
