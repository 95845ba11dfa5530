// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.adyton.benchmarks.http.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes {@code POST /chat/completions} requests, head and body in one piece. */
final class ChatRequestWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final Workload workload;
  private final String head;

  /** Creates a writer; an empty {@code apiKey} sends none. */
  ChatRequestWriter(Endpoint endpoint, Workload workload, String apiKey) {
    if (apiKey.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
      throw new IllegalArgumentException("the API key must be printable ASCII without spaces");
    }
    this.workload = workload;
    this.head =
        "POST "
            + endpoint.basePath()
            + "/chat/completions HTTP/1.1\r\nhost: "
            + endpoint.authority()
            + "\r\ncontent-type: application/json\r\naccept: text/event-stream\r\n"
            + (apiKey.isEmpty() ? "" : "authorization: Bearer " + apiKey + "\r\n")
            + "content-length: ";
  }

  byte[] write(Conversation conversation) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      json.writeStringField("model", workload.model());
      json.writeArrayFieldStart("messages");
      for (Conversation.Message message : conversation.messages()) {
        json.writeStartObject();
        json.writeStringField("role", message.role());
        json.writeStringField("content", message.content());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("max_tokens", workload.maxTokens());
      json.writeNumberField("temperature", 0);
      if (workload.ignoreEos()) {
        json.writeBooleanField("ignore_eos", true);
      }
      json.writeBooleanField("stream", true);
      json.writeObjectFieldStart("stream_options");
      json.writeBooleanField("include_usage", true);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + 16 + body.size());
    request.writeBytes((head + body.size() + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body.toByteArray());
    return request.toByteArray();
  }
}
