// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** One JSON document on one line of at most 64 KiB, in either direction. */
final class AdminWire {
  static final int MAX_LINE_BYTES = 1 << 16;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private AdminWire() {}

  /** A line that is too long, cut off, or not what was expected. */
  static final class MalformedLineException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedLineException(String message) {
      super(message, null, false, false);
    }
  }

  /** Reads one document; the caller has checked that the stream has not ended. */
  static <T> T read(InputStream in, Class<T> type) throws IOException, MalformedLineException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new MalformedLineException("the line ended before its line feed");
      }
      if (line.size() == MAX_LINE_BYTES) {
        throw new MalformedLineException("a line has at most " + MAX_LINE_BYTES + " bytes");
      }
      line.write(next);
    }
    try {
      T document = JSON.readValue(line.toByteArray(), type);
      if (document != null) {
        return document;
      }
    } catch (JsonProcessingException e) {
      // Refused below, like null.
    }
    throw new MalformedLineException(
        "expected one JSON object such as {\"request\":\"list-keys\"}, and could not read it");
  }

  static void write(OutputStream out, Object document) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(JSON.writeValueAsBytes(document));
    line.write('\n');
    out.write(line.toByteArray());
    out.flush();
  }
}
