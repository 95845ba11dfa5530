// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

/** Bounds of the parts of a chat request that are lists or objects. */
final class ChatLimits {
  static final int MESSAGES = 1024;
  static final int PARTS = 1024;
  static final int STOP_STRINGS = 4;
  static final int STOP_BYTES = 64;
  static final int BIASES = 1024;
  static final FieldRule.Decimal BIAS = new FieldRule.Decimal(-100, 100);
  static final int METADATA_ENTRIES = 16;
  static final int METADATA_NAME_BYTES = 64;
  static final int METADATA_VALUE_BYTES = 512;
  static final int NAME_BYTES = 64;
  static final int IGNORED_LISTED = 16;

  private ChatLimits() {}
}
