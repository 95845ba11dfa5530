// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.command;

import io.adyton.cli.UserError;
import io.adyton.governance.keys.ApiKeyStoreException;
import io.adyton.llama.NativeLibraryException;
import io.adyton.server.ListenException;
import io.adyton.server.admin.DirectoryInUseException;
import io.adyton.server.chat.jinja.TemplateException;
import io.adyton.server.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;

/** Puts failures that users can cause into one sentence with the remedy. */
final class Explanation {
  private Explanation() {}

  /** Returns the sentence for a failure, or empty if it is a fault of Adyton's. */
  static Optional<UserError> of(Throwable failure) {
    return switch (failure) {
      case UserError error -> Optional.of(error);
      case ConfigException error -> Optional.of(UserError.malformed(message(error)));
      case DirectoryInUseException error -> Optional.of(UserError.rejected(message(error)));
      case NativeLibraryException error -> Optional.of(UserError.rejected(message(error)));
      case TemplateException error ->
          Optional.of(
              UserError.rejected(
                  "the model's chat template cannot be used ("
                      + message(error)
                      + "); serve another model"));
      case ApiKeyStoreException error -> Optional.of(UserError.failed(message(error)));
      case UncheckedIOException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case ListenException error ->
          Optional.of(
              UserError.failed(
                  message(error)
                      + "; stop what uses the port, or choose another with --port or --http"));
      case BindException error ->
          Optional.of(
              UserError.failed(
                  message(error)
                      + "; another program uses the port: stop it, or choose another with --port"
                      + " or --http"));
      case AccessDeniedException error ->
          Optional.of(
              UserError.failed(
                  error.getFile()
                      + " may not be read or written by this user; change its permissions, or"
                      + " choose another --data-dir"));
      case NoSuchFileException error ->
          Optional.of(UserError.failed("there is no " + error.getFile() + "; check the path"));
      case FileSystemException error when isDiskFull(error) ->
          Optional.of(
              UserError.failed(
                  "the disk of " + error.getFile() + " is full; free some space and try again"));
      case FileSystemException error ->
          Optional.of(
              UserError.failed(
                  "cannot use "
                      + error.getFile()
                      + (error.getReason() == null ? "" : " (" + error.getReason() + ")")
                      + "; check the path and the disk"));
      case IOException error when isDiskFull(error) ->
          Optional.of(UserError.failed("the disk is full; free some space and try again"));
      default -> Optional.empty();
    };
  }

  private static boolean isDiskFull(IOException error) {
    return message(error).toLowerCase(Locale.ROOT).contains("no space left");
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
