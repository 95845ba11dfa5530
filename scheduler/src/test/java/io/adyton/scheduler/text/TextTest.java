// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTest {
  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  @Test
  void holdsWhatWasAppended() {
    try (Text text = Text.withCapacity(0)) {
      text.append((byte) 'a').append("bcd".getBytes(StandardCharsets.UTF_8), 1, 2);
      text.append(ByteBuffer.wrap("xyz".getBytes(StandardCharsets.UTF_8)).position(1));
      assertThat(CharacterAssemblerProperties.utf8(text)).isEqualTo("acdyz");
    }
  }

  @Test
  void growsWithoutLosingAnything() {
    try (Text text = Text.withCapacity(1)) {
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < 5000; i++) {
        text.append((byte) ('a' + i % 26));
        expected.append((char) ('a' + i % 26));
      }
      assertThat(CharacterAssemblerProperties.utf8(text)).isEqualTo(expected.toString());
    }
  }

  @Test
  void appendsItself() {
    try (Text text = Text.ofPublic("ab")) {
      for (int i = 0; i < 6; i++) {
        text.append(text);
      }
      assertThat(CharacterAssemblerProperties.utf8(text)).isEqualTo("ab".repeat(64));
    }
  }

  @Test
  void zeroesItsMemoryWhenClosed() {
    Text text = Text.ofPublic("secret");
    ByteBuffer view = text.view();
    assertThat(bytes(view)).isEqualTo("secret".getBytes(StandardCharsets.UTF_8));
    text.close();
    assertThat(bytes(view)).containsOnly(0);
  }

  @Test
  void zeroesTheMemoryItGrowsOutOf() {
    try (Text text = Text.ofPublic("secret")) {
      ByteBuffer small = text.view();
      text.append(new byte[1000], 0, 1000);
      assertThat(bytes(small)).containsOnly(0);
    }
  }

  @Test
  void zeroesWhatIsCutOff() {
    try (Text text = Text.ofPublic("keep secret")) {
      ByteBuffer view = text.view();
      text.truncate(4);
      assertThat(bytes(view)).isEqualTo("keep\0\0\0\0\0\0\0".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void zeroesWhatIsDroppedFromTheFront() {
    try (Text text = Text.ofPublic("secret kept")) {
      ByteBuffer view = text.view();
      text.dropFirst(7);
      assertThat(bytes(view)).isEqualTo("kept\0\0\0\0\0\0\0".getBytes(StandardCharsets.UTF_8));
      assertThat(text.length()).isEqualTo(4);
    }
  }

  @Test
  void givesOutMemoryThatIsZeroed() {
    for (int i = 0; i < 100; i++) {
      Text.ofPublic("x".repeat(100)).close();
      try (Text next = Text.withCapacity(100)) {
        ByteBuffer view = next.append(new byte[0], 0, 0).view();
        assertThat(view.remaining()).isZero();
      }
    }
  }

  @Test
  void showsItsSizeAndNotItsContent() {
    Text text = Text.ofPublic("secret");
    assertThat(text).hasToString("[text of 6 bytes]");
    text.close();
    assertThat(text).hasToString("[text, closed]");
  }

  @Test
  void refusesUseAfterClosing() {
    Text text = Text.ofPublic("secret");
    text.close();
    text.close();
    assertThat(text.isClosed()).isTrue();
    assertThatIllegalStateException().isThrownBy(text::length);
    assertThatIllegalStateException().isThrownBy(text::view);
    assertThatIllegalStateException().isThrownBy(() -> text.append((byte) 1));
    assertThatIllegalStateException().isThrownBy(() -> text.byteAt(0));
    assertThatIllegalStateException().isThrownBy(() -> text.truncate(0));
    assertThatIllegalStateException().isThrownBy(() -> text.copy(0, 0));
    try (Text other = Text.ofPublic("other")) {
      assertThatIllegalStateException().isThrownBy(() -> other.append(text));
    }
  }

  @Test
  void refusesRangesBeyondItsEnd() {
    try (Text text = Text.ofPublic("abc")) {
      assertThatThrownBy(() -> text.byteAt(3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> text.copy(1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> text.truncate(4)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> text.dropFirst(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void handsOutViewsThatCannotBeWritten() {
    try (Text text = Text.ofPublic("abc")) {
      ByteBuffer view = text.view();
      assertThat(view.isDirect()).isTrue();
      assertThatThrownBy(() -> view.put(0, (byte) 0)).isInstanceOf(ReadOnlyBufferException.class);
    }
  }

  @Test
  void copiesIndependently() {
    try (Text text = Text.ofPublic("abcdef");
        Text copy = text.copy(2, 4)) {
      text.truncate(0);
      assertThat(CharacterAssemblerProperties.utf8(copy)).isEqualTo("cd");
    }
  }
}
