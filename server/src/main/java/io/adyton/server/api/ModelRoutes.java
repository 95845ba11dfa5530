// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.scheduler.ModelProfile;
import io.adyton.server.http.Exchange;
import io.adyton.server.json.JsonObject;
import io.adyton.server.openai.ApiError;
import io.adyton.server.openai.ErrorAnswer;
import io.vertx.core.http.HttpMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}, answered from memory. */
final class ModelRoutes {
  private static final String LIST = "/v1/models";
  private static final String ONE = "/v1/models/";

  private final ServedModel model;

  ModelRoutes(ServedModel model) {
    this.model = model;
  }

  List<Route> routes() {
    return List.of(
        new Route(LIST, HttpMethod.GET, false, (exchange, caller) -> list(exchange)),
        new Route(ONE, HttpMethod.GET, false, (exchange, caller) -> one(exchange)));
  }

  private void list(Exchange exchange) {
    PlainAnswer.json(
        exchange, 200, new JsonObject().put("object", "list").put("data", List.of(describe())));
  }

  private void one(Exchange exchange) {
    String path = Objects.requireNonNull(exchange.request().path()).substring(ONE.length());
    if (decode(path).equals(model.name())) {
      PlainAnswer.json(exchange, 200, describe());
    } else {
      ErrorAnswer.send(exchange, ApiError.modelNotFound());
    }
  }

  private static String decode(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private JsonObject describe() {
    ModelProfile profile = model.profile();
    return new JsonObject()
        .put("id", model.name())
        .put("object", "model")
        .put("created", model.loaded().getEpochSecond())
        .put("owned_by", "adyton")
        .put("max_model_len", profile.contextLength())
        .put(
            "meta",
            new JsonObject()
                .put("architecture", profile.architecture())
                .put("description", profile.description())
                .put("n_ctx_train", profile.trainingContextLength())
                .put("n_params", profile.parameterCount())
                .put("n_vocab", profile.vocabularySize())
                .put("size", profile.weightBytes()))
        .put("adyton", new JsonObject().put("digest", "sha256:" + model.digest()));
  }
}
