// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import java.util.List;

/**
 * Bytes that a server could send: a role, two texts, a finish and {@code [DONE]}, changed in one
 * way.
 *
 * @param name how the table calls it
 * @param body the body of an event stream
 */
record WireForm(String name, String body) {
  static final String EXPECTED_TEXT = "Hello world";
  static final String EXPECTED_FINISH = "stop";

  private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null", "");
  private static final String HELLO = chunk("{\"content\":\"Hello\"}", "null", "");
  private static final String WORLD = chunk("{\"content\":\" world\"}", "null", "");
  private static final String FINISH = chunk("{}", "\"stop\"", "");
  private static final String TEXTS = ROLE + HELLO + WORLD;
  private static final String DONE = "data: [DONE]\n\n";
  private static final String PLAIN = TEXTS + FINISH + DONE;
  private static final String KEEP_ALIVE = ": keep-alive\n\n";
  private static final String USAGE =
      event(
          "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
              + "\"choices\":[],\"usage\":"
              + "{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}");
  private static final String ERROR =
      event(
          "{\"error\":{\"message\":\"stopped\",\"type\":\"permission_error\","
              + "\"param\":null,\"code\":\"model_disabled\"}}");

  static List<WireForm> all() {
    return List.of(
        new WireForm("plain stream", PLAIN),
        new WireForm("usage chunk with empty `choices`", TEXTS + FINISH + USAGE + DONE),
        new WireForm(
            "`: keep-alive` comments",
            KEEP_ALIVE + ROLE + HELLO + KEEP_ALIVE + WORLD + FINISH + DONE),
        new WireForm(
            "`: adyton-receipt …` comment before `[DONE]`",
            TEXTS + FINISH + ": adyton-receipt eyJhIjoxfQ\n\n" + DONE),
        new WireForm(
            "extra top-level field in the last chunk",
            TEXTS + chunk("{}", "\"stop\"", ",\"adyton\":{\"receipt_id\":\"r\"}") + DONE),
        new WireForm("CRLF line ends", PLAIN.replace("\n", "\r\n")),
        new WireForm("no `[DONE]`, clean end", TEXTS + FINISH),
        new WireForm("event after `[DONE]`", PLAIN + WORLD),
        new WireForm("error event in the middle", ROLE + HELLO + ERROR),
        new WireForm("`retry: 3000`", "retry: 3000\n\n" + PLAIN),
        new WireForm(
            "`id: 1` on an event, later a comment",
            "id: 1\n" + ROLE + HELLO + KEEP_ALIVE + WORLD + FINISH + DONE),
        new WireForm(
            "`event: ping` without data", ROLE + "event: ping\n\n" + HELLO + WORLD + FINISH + DONE),
        new WireForm("empty `data:`", ROLE + "data:\n\n" + HELLO + WORLD + FINISH + DONE),
        new WireForm(
            "`\"error\":null` in a chunk",
            ROLE
                + chunk("{\"content\":\"Hello\"}", "null", ",\"error\":null")
                + WORLD
                + FINISH
                + DONE),
        new WireForm(
            "named event with data before `[DONE]`",
            TEXTS + FINISH + "event: adyton.receipt\ndata: {\"receipt_id\":\"r\"}\n\n" + DONE),
        new WireForm("last event without its blank line", TEXTS + FINISH.stripTrailing() + "\n"));
  }

  private static String chunk(String delta, String finish, String extra) {
    return event(
        "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"finish_reason\":"
            + finish
            + "}]"
            + extra
            + "}");
  }

  private static String event(String data) {
    return "data: " + data + "\n\n";
  }
}
