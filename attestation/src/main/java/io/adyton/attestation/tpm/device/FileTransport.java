// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/** A character device of the kernel: one write is one command, one read is its response. */
final class FileTransport implements TpmTransport {
  private final RandomAccessFile file;
  private final boolean exclusive;

  FileTransport(Path path) throws IOException {
    file = new RandomAccessFile(path.toFile(), "rw");
    exclusive = !String.valueOf(path.getFileName()).startsWith("tpmrm");
  }

  @Override
  public Bytes transmit(Bytes command) throws IOException {
    file.write(command.toArray());
    byte[] buffer = new byte[MAX_RESPONSE_BYTES];
    int read = file.read(buffer);
    if (read < 0) {
      throw new IOException("expected a response of the TPM device, found the end of the file");
    }
    return Bytes.of(Arrays.copyOf(buffer, read));
  }

  @Override
  public boolean isExclusive() {
    return exclusive;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
