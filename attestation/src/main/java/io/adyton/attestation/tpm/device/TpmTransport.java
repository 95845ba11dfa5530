// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;

/**
 * Carries commands to one TPM and its responses back, one at a time. Confined to one thread at a
 * time; every call may block.
 */
public interface TpmTransport extends AutoCloseable {
  /** The largest response a TPM gives, in bytes. */
  int MAX_RESPONSE_BYTES = 4096;

  /**
   * Sends one whole command and waits for its whole response.
   *
   * @throws IOException if the way to the TPM is broken; the transport is then of no further use
   */
  Bytes transmit(Bytes command) throws IOException;

  /**
   * Returns whether whoever opened this transport has the TPM for itself, with no resource manager
   * between. What an earlier owner left loaded is then still there.
   */
  boolean isExclusive();

  @Override
  void close() throws IOException;

  /** Opens a device file; {@code /dev/tpmrm0} is the one with the kernel's resource manager. */
  static TpmTransport device(Path file) throws IOException {
    return new FileTransport(file);
  }

  /** Connects to the data port of a software TPM that takes raw commands, such as swtpm. */
  static TpmTransport socket(SocketAddress address) throws IOException {
    return new SocketTransport(address);
  }

  /**
   * Opens what a setting names: {@code tcp:HOST:PORT} of a software TPM, or else a device file.
   *
   * @throws IllegalArgumentException if the text has neither form
   */
  static TpmTransport open(String where) throws IOException {
    if (!where.startsWith("tcp:")) {
      return device(Path.of(where));
    }
    int colon = where.lastIndexOf(':');
    try {
      return socket(
          new InetSocketAddress(
              where.substring("tcp:".length(), colon),
              Integer.parseInt(where.substring(colon + 1))));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a TPM as tcp:HOST:PORT or as a device file such as /dev/tpmrm0, found '%s'"
              .formatted(where),
          e);
    }
  }
}
