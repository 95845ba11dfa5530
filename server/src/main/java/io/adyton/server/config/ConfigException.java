// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.config;

/** A setting that cannot be used; the message names it, where it was given and what is expected. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message, null, false, false);
  }
}
