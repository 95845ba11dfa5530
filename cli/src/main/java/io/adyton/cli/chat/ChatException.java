// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.chat;

/** The server could not be reached or refused; the message is one sentence for the user. */
final class ChatException extends Exception {
  private static final long serialVersionUID = 1L;

  ChatException(String message) {
    super(message, null, false, false);
  }
}
