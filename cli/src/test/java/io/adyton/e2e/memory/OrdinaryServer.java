// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The control: a chat server written the usual way, with strings. It keeps nothing on purpose, and
 * a search that finds nothing in its memory is blind.
 */
final class OrdinaryServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OrdinaryServer() {}

  /** Serves until standard input ends; the first line printed is the port. */
  public static void main(String[] arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", OrdinaryServer::answer);
    server.start();
    System.out.println(server.getAddress().getPort());
    System.in.transferTo(System.out);
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    String prompt = request.at("/messages/0/content").asText();
    String answer = JSON.writeValueAsString(prompt + " " + prompt.length());
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
