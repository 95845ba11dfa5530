// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.provenance.log.SignedNote;
import io.adyton.provenance.log.TilePath;
import io.adyton.provenance.log.TransparencyLog;
import io.adyton.provenance.receipt.ReceiptBundle;
import io.adyton.server.http.Exchange;
import io.adyton.server.http.ZeroingAllocator;
import io.adyton.server.openai.ApiError;
import io.adyton.server.openai.ErrorAnswer;
import io.adyton.server.receipt.ReceiptDesk;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receipts for those they were given to, and the log for everybody (C2SP tlog-tiles). */
final class ReceiptRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptRoutes.class);
  private static final String RECEIPTS = "/v1/receipts/";
  private static final String TREE = "/log/receipts/";

  private final Api.Parts parts;
  private final ReceiptDesk desk;

  ReceiptRoutes(Api.Parts parts, ReceiptDesk desk) {
    this.parts = parts;
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        new Route(RECEIPTS, HttpMethod.GET, false, this::receipt),
        Route.open(TREE + "checkpoint", (exchange, caller) -> read(exchange, this::checkpoint)),
        Route.open(TREE + "tile/", (exchange, caller) -> read(exchange, () -> tile(exchange))));
  }

  private void receipt(Exchange exchange, Caller caller) {
    Optional<ReceiptBundle> bundle = desk.find(after(RECEIPTS, exchange), caller.tenant());
    if (bundle.isPresent()) {
      exchange.response().header("cache-control", "no-store");
      send(exchange, "application/json", bundle.get().toBytes());
    } else {
      ErrorAnswer.send(exchange, ApiError.receiptNotFound());
    }
  }

  private interface Reading {
    Optional<Reply> read() throws IOException;
  }

  private record Reply(String contentType, Bytes body) {}

  /** Reads the log, which can wait for a disk, on a worker thread. */
  private void read(Exchange exchange, Reading reading) {
    parts
        .workers()
        .execute(
            () -> {
              Runnable send;
              try {
                Optional<Reply> reply = reading.read();
                send =
                    () ->
                        reply.ifPresentOrElse(
                            found -> send(exchange, found.contentType(), found.body()),
                            () -> ErrorAnswer.send(exchange, ApiError.notFound()));
              } catch (IOException | RuntimeException e) {
                LOG.error("request {}: the log: {}", exchange.id(), e.getMessage());
                send = () -> ErrorAnswer.send(exchange, ApiError.internal());
              }
              exchange.run(send);
            });
  }

  private Optional<Reply> checkpoint() throws IOException {
    return desk.log()
        .checkpoint()
        .map(SignedNote::toBytes)
        .map(note -> new Reply("text/plain; charset=utf-8", note));
  }

  private Optional<Reply> tile(Exchange exchange) throws IOException {
    TransparencyLog log = desk.log();
    Optional<TilePath> path = TilePath.parse(after(TREE + "tile/", exchange));
    Optional<Bytes> hashes =
        path.isEmpty()
            ? Optional.empty()
            : log.tile(path.get().level(), path.get().number(), path.get().width());
    return hashes.map(tile -> new Reply("application/octet-stream", tile));
  }

  private static String after(String prefix, Exchange exchange) {
    return Objects.requireNonNull(exchange.request().path()).substring(prefix.length());
  }

  private static void send(Exchange exchange, String contentType, Bytes body) {
    exchange
        .response()
        .send(
            200,
            contentType,
            ZeroingAllocator.INSTANCE.heapBuffer(body.length()).writeBytes(body.toArray()));
  }
}
