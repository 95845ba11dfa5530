// SPDX-License-Identifier: Apache-2.0
package io.adyton.client.proxy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adyton.client.AttestationRefusedException;
import io.adyton.client.UnattestedServerException;

/** What a client is told when nothing was sent on. */
final class ProxyError {
  private ProxyError() {}

  static String of(Throwable cause) {
    String code =
        switch (cause) {
          case AttestationRefusedException _ -> "attestation_refused";
          case UnattestedServerException _ -> "server_unattested";
          case ServerChangedException _ -> "server_changed";
          default -> "server_unreachable";
        };
    String message =
        code.equals("server_unreachable")
            ? "The server could not be reached, or the connection broke; the request may be sent"
                + " again."
            : "Nothing was sent to the server: " + cause.getMessage();
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error
        .putObject("error")
        .put("message", message)
        .put("type", "attestation_error")
        .putNull("param")
        .put("code", code);
    return error.toString();
  }
}
