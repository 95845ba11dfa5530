// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.json;

import io.adyton.scheduler.text.Text;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The nodes of one document in reading order: a container's children follow it, a member's name
 * precedes its value. Each node is five integers: kind, first byte, byte after the last, number of
 * members or elements, and the node that follows the whole subtree.
 */
final class JsonTape {
  enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    ESCAPED_STRING,
    WHOLE_NUMBER,
    DECIMAL_NUMBER,
    TRUE,
    FALSE,
    NULL;

    private static final Kind[] ALL = values();
  }

  private static final int KIND = 0;
  private static final int START = 1;
  private static final int END = 2;
  private static final int COUNT = 3;
  private static final int NEXT = 4;
  private static final int STRIDE = 5;
  private static final int USUAL_NODES = 64;

  private final Text document;
  private final ByteBuffer bytes;
  private final int mostNodes;
  private int[] tape = new int[USUAL_NODES * STRIDE];
  private int nodes;

  JsonTape(Text document, int mostNodes) {
    this.document = document;
    this.bytes = document.view();
    this.mostNodes = mostNodes;
  }

  /** Adds a node and returns its index, or -1 if there are too many. */
  int add(Kind kind, int start) {
    if (nodes == mostNodes) {
      return -1;
    }
    if (nodes * STRIDE == tape.length) {
      tape = Arrays.copyOf(tape, tape.length * 2);
    }
    int base = nodes * STRIDE;
    tape[base + KIND] = kind.ordinal();
    tape[base + START] = start;
    return nodes++;
  }

  void close(int node, int end, int count) {
    int base = node * STRIDE;
    tape[base + END] = end;
    tape[base + COUNT] = count;
    tape[base + NEXT] = nodes;
  }

  Kind kind(int node) {
    return Kind.ALL[tape[node * STRIDE + KIND]];
  }

  int start(int node) {
    return tape[node * STRIDE + START];
  }

  int end(int node) {
    return tape[node * STRIDE + END];
  }

  /** Returns the number of members or elements. */
  int count(int node) {
    return tape[node * STRIDE + COUNT];
  }

  /** Returns the node after {@code node} and everything in it. */
  int next(int node) {
    return tape[node * STRIDE + NEXT];
  }

  byte byteAt(int offset) {
    return bytes.get(offset);
  }

  /** Appends what a string says to {@code target}. */
  void unescape(int node, Text target) {
    int from = start(node);
    int end = end(node);
    if (kind(node) == Kind.STRING) {
      target.append(document, from, end - from);
      return;
    }
    for (int at = from; at < end; ) {
      if (bytes.get(at) != '\\') {
        at++;
        continue;
      }
      target.append(document, from, at - from);
      at = JsonEscape.decode(bytes, at, target);
      from = at;
    }
    target.append(document, from, end - from);
  }

  /** Orders strings by their bytes; equal strings may be spelled differently. */
  int compareStrings(int first, int second) {
    if (kind(first) == Kind.STRING && kind(second) == Kind.STRING) {
      return slice(first).compareTo(slice(second));
    }
    try (Text a = Text.withCapacity(end(first) - start(first));
        Text b = Text.withCapacity(end(second) - start(second))) {
      unescape(first, a);
      unescape(second, b);
      return a.view().compareTo(b.view());
    }
  }

  private ByteBuffer slice(int node) {
    return bytes.slice(start(node), end(node) - start(node));
  }
}
