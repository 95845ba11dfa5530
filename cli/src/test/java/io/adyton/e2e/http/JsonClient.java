// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.http;

import java.io.IOException;

/** Asks a server, over whatever transport it was made for. */
public interface JsonClient extends AutoCloseable {
  /** Sends a JSON body by POST and reads the answer. */
  RawAnswer post(String path, String json) throws IOException;

  @Override
  void close();
}
