// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.adyton.scheduler.TokenScores;
import io.adyton.scheduler.Tokenizer;
import io.adyton.scheduler.text.CharacterAssembler;
import io.adyton.scheduler.text.Text;
import io.adyton.server.json.JsonOutput;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * {@code logprobs} as clients read it. Thread-safe.
 *
 * <p>Log-probabilities are rounded to 1/64, which costs a reader little and whoever wants to
 * compute weights from many answers a lot (Carlini et al., "Stealing Part of a Production Language
 * Model", 2024). {@code bytes} is what a token adds to the answer; where that is no whole
 * characters, {@code token} shows U+FFFD. A control token adds nothing: its {@code bytes} is null,
 * and {@code token} is its name.
 *
 * @param tokenizer knows what tokens spell
 * @param alternatives how many tokens are scored beside each, or {@link TokenScores#NOT_WANTED}
 */
public record LogprobsFormat(Tokenizer tokenizer, int alternatives) {
  private static final double STEPS_PER_NAT = 64;

  /** Writes {@code scores}, or null where there are none. */
  void write(@Nullable TokenScores scores, ByteBuf out) {
    if (scores == null) {
      write("null", out);
      return;
    }
    try (Text piece = Text.withCapacity(0);
        Text characters = Text.withCapacity(0)) {
      write("{\"content\":[", out);
      for (int at = 0; at < scores.size(); at += 1 + alternatives) {
        separate(at > 0, out);
        writeFields(scores, at, piece, characters, out);
        write(",\"top_logprobs\":[", out);
        for (int i = at + 1; i <= at + alternatives; i++) {
          if (scores.token(i) != TokenScores.NO_TOKEN) {
            separate(i > at + 1, out);
            writeFields(scores, i, piece, characters, out);
            out.writeByte('}');
          }
        }
        write("]}", out);
      }
      write("],\"refusal\":null}", out);
    }
  }

  /** Writes an object without its end. */
  private void writeFields(
      TokenScores scores, int index, Text piece, Text characters, ByteBuf out) {
    int token = scores.token(index);
    piece.truncate(0);
    tokenizer.appendPiece(token, false, piece);
    boolean isText = !piece.isEmpty();
    if (!isText) {
      tokenizer.appendPiece(token, true, piece);
    }
    characters.truncate(0);
    CharacterAssembler assembler = new CharacterAssembler();
    assembler.accept(piece, characters);
    assembler.finish(characters);
    write("{\"token\":\"", out);
    JsonOutput.escape(characters, out);
    write("\",\"logprob\":", out);
    write(
        Double.toString(Math.round(scores.logProbability(index) * STEPS_PER_NAT) / STEPS_PER_NAT),
        out);
    write(",\"bytes\":", out);
    if (isText) {
      writeBytes(piece, out);
    } else {
      write("null", out);
    }
  }

  private static void writeBytes(Text piece, ByteBuf out) {
    out.writeByte('[');
    for (int i = 0; i < piece.length(); i++) {
      separate(i > 0, out);
      int value = piece.byteAt(i) & 0xFF;
      if (value >= 100) {
        out.writeByte('0' + value / 100);
      }
      if (value >= 10) {
        out.writeByte('0' + value / 10 % 10);
      }
      out.writeByte('0' + value % 10);
    }
    out.writeByte(']');
  }

  private static void separate(boolean needed, ByteBuf out) {
    if (needed) {
      out.writeByte(',');
    }
  }

  private static void write(String json, ByteBuf out) {
    out.writeBytes(json.getBytes(US_ASCII));
  }
}
