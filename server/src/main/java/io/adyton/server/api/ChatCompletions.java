// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.provenance.receipt.Receipt;
import io.adyton.provenance.receipt.Sampling;
import io.adyton.scheduler.AdmissionException;
import io.adyton.scheduler.GenerationRequest;
import io.adyton.scheduler.GenerationStream;
import io.adyton.scheduler.SamplingParams;
import io.adyton.scheduler.TokenEvent.Failed;
import io.adyton.scheduler.TokenEvent.Finished;
import io.adyton.scheduler.text.Text;
import io.adyton.server.answer.Answer;
import io.adyton.server.answer.AnswerHead;
import io.adyton.server.answer.LogprobsFormat;
import io.adyton.server.answer.StreamedAnswer;
import io.adyton.server.answer.WholeAnswer;
import io.adyton.server.chat.RenderedPrompt;
import io.adyton.server.chat.jinja.TemplateException;
import io.adyton.server.http.BodyBudget;
import io.adyton.server.http.Exchange;
import io.adyton.server.http.RequestBody;
import io.adyton.server.metrics.ServerMetrics;
import io.adyton.server.openai.ApiError;
import io.adyton.server.openai.ApiException;
import io.adyton.server.openai.ChatCompletionRequest;
import io.adyton.server.openai.ChatRequestParser;
import io.adyton.server.openai.ChatRequestParser.Served;
import io.adyton.server.openai.ErrorAnswer;
import io.adyton.server.openai.ErrorCode;
import io.adyton.server.receipt.AnswerReceipt;
import io.adyton.server.receipt.BodyDigest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /v1/chat/completions}. Thread-safe. */
public final class ChatCompletions {
  private static final Logger LOG = LoggerFactory.getLogger(ChatCompletions.class);
  private static final int FINGERPRINT_DIGITS = 12;

  private final Api.Parts parts;
  private final ServedModel model;
  private final Served facts;
  private final Optional<Receipt.Model> described;
  private final PromptTokenizer tokenizer;
  private final IsolationDomains domains;
  private final ServerMetrics metrics;
  private final RequestJournal journal;
  private final BodyBudget bodies;

  ChatCompletions(
      Api.Parts parts,
      IsolationDomains domains,
      ServerMetrics metrics,
      RequestJournal journal,
      BodyBudget bodies) {
    this.bodies = bodies;
    this.parts = parts;
    this.model = parts.model();
    this.facts =
        new Served(
            model.profile().vocabularySize(),
            model.profile().chatTemplate().contains("developer"),
            parts.confidential());
    this.tokenizer = PromptTokenizer.of(model.tokenizer());
    this.described =
        parts
            .receipts()
            .map(
                desk ->
                    desk.model(
                        model.name(),
                        Bytes.ofHex(model.digest()),
                        Bytes.of(model.profile().chatTemplate().getBytes(StandardCharsets.UTF_8))
                            .digest("SHA-256"),
                        model.profile().contextLength()));
    this.domains = domains;
    this.metrics = metrics;
    this.journal = journal;
  }

  /** Serves one request; called on its event loop. */
  void serve(Exchange exchange, Caller caller) {
    journal.began();
    if (parts.lifecycle().get() == Lifecycle.DRAINING) {
      RequestBody.drop(exchange.request());
      refuse(exchange, caller, ApiError.draining());
      return;
    }
    RequestBody.read(
        parts.vertx(),
        exchange.request(),
        parts.limits().body(),
        bodies,
        new RequestBody.Receiver() {
          @Override
          public void complete(Text body, BodyBudget.Share share) {
            parts.workers().execute(() -> prepare(exchange, caller, body, share));
          }

          @Override
          public void noRoom() {
            refuse(exchange, caller, ApiError.tooManyBodies());
          }

          @Override
          public void tooLarge() {
            refuse(exchange, caller, ApiError.bodyTooLarge(parts.limits().body().mostBytes()));
          }

          @Override
          public void tooSlow() {
            Front.closeAfterwards(exchange);
            refuse(exchange, caller, ApiError.tooSlow());
          }

          @Override
          public void gone() {
            journal.left(exchange, caller);
          }
        });
  }

  private void prepare(Exchange exchange, Caller caller, Text body, BodyBudget.Share share) {
    try (share) {
      exchange.receipt().ifPresent(receipt -> tell(receipt, body));
      submit(exchange, caller, parse(body));
    } catch (ApiException e) {
      exchange.run(() -> refuse(exchange, caller, e.error()));
    } catch (RuntimeException | Error e) {
      LOG.error("request {} failed: {}", exchange.id(), e.getClass().getName());
      exchange.run(() -> refuse(exchange, caller, ApiError.internal()));
    }
  }

  private void tell(AnswerReceipt receipt, Text body) {
    receipt.asked(BodyDigest.of(body));
    described.ifPresent(receipt::by);
  }

  private ChatCompletionRequest parse(Text body) throws ApiException {
    try (body) {
      return ChatRequestParser.parse(body, facts, parts.random()::nextLong);
    }
  }

  private void submit(Exchange exchange, Caller caller, ChatCompletionRequest request)
      throws ApiException {
    int[] tokens = {};
    boolean admitted = false;
    try {
      if (!request.model().equals(model.name())) {
        throw new ApiException(ApiError.modelNotFound());
      }
      tokens = tokenize(request);
      GenerationRequest generation = generation(exchange, caller, request, tokens);
      exchange.receipt().ifPresent(receipt -> receipt.drawn(sampling(generation)));
      ChatGeneration way =
          new ChatGeneration(
              parts.vertx(),
              exchange,
              answer(exchange, request),
              parts.keepAlive(),
              metrics,
              settlement(exchange, caller, generation.maxTokens()));
      GenerationStream stream = parts.generator().submit(generation, way);
      admitted = true;
      exchange.run(() -> begin(exchange, caller, request, way, stream));
    } catch (AdmissionException e) {
      throw new ApiException(refusal(e, tokens.length, model.profile().contextLength()));
    } finally {
      request.words().close();
      if (!admitted) {
        Arrays.fill(tokens, 0);
        request.close();
      }
    }
  }

  private int[] tokenize(ChatCompletionRequest request) throws ApiException {
    try (RenderedPrompt prompt =
        model.template().render(request.conversation(), request.rendering())) {
      if (request.continued() != null && !prompt.endAfter(request.continued())) {
        throw new ApiException(ApiError.notContinuable());
      }
      return tokenizer.tokenize(prompt);
    } catch (TemplateException e) {
      throw new ApiException(ApiError.templateRefused(e.reason(), e.line()));
    }
  }

  private GenerationRequest generation(
      Exchange exchange, Caller caller, ChatCompletionRequest request, int[] tokens)
      throws ApiException {
    if (tokens.length == 0) {
      throw new ApiException(ApiError.emptyPrompt());
    }
    int limit = model.profile().contextLength();
    int room = limit - tokens.length;
    int asked = request.maxTokens() == null ? Math.max(room, 1) : request.maxTokens();
    if (asked > room) {
      throw new ApiException(ApiError.contextExceeded(tokens.length, asked, limit));
    }
    return new GenerationRequest(
        exchange.id(),
        caller.tenant(),
        1,
        request.priority(),
        domains.domain(caller.tenant(), request.cacheSalt()),
        tokens,
        asked,
        request.sampling(),
        request.stop(),
        request.ignoreEndOfGeneration(),
        request.alternatives());
  }

  private static Sampling sampling(GenerationRequest generation) {
    SamplingParams drawn = generation.sampling();
    return new Sampling(
        drawn.seed(),
        Sampling.millionths(drawn.temperature()),
        drawn.topK(),
        Sampling.millionths(drawn.topP()),
        Sampling.millionths(drawn.minP()),
        Sampling.millionths(drawn.repetitionPenalty()),
        Sampling.millionths(drawn.frequencyPenalty()),
        Sampling.millionths(drawn.presencePenalty()),
        drawn.logitBias().size(),
        generation.maxTokens());
  }

  private Answer answer(Exchange exchange, ChatCompletionRequest request) {
    AnswerHead head =
        new AnswerHead(
            "chatcmpl-" + exchange.id().substring(exchange.id().indexOf('_') + 1),
            parts.clock().instant().getEpochSecond(),
            model.name(),
            "fp_" + model.digest().substring(0, FINGERPRINT_DIGITS),
            request.serviceTier(),
            exchange.receipt().map(receipt -> receipt.id().text()).orElse(null));
    LogprobsFormat logprobs = new LogprobsFormat(model.tokenizer(), request.alternatives());
    return request.stream() == null
        ? new WholeAnswer(exchange, head, logprobs)
        : new StreamedAnswer(
            exchange.response(),
            head,
            parts.usageInEveryStream() ? request.stream().withUsage() : request.stream(),
            logprobs,
            new SplittableRandom(parts.random().nextLong()));
  }

  private void begin(
      Exchange exchange,
      Caller caller,
      ChatCompletionRequest request,
      ChatGeneration way,
      GenerationStream stream) {
    exchange.response().header("adyton-model", "sha256:" + model.digest());
    RateLimitHeaders.set(exchange.response(), parts.allowance().apply(caller.tenant()));
    if (!request.ignored().isEmpty()) {
      exchange.response().header("adyton-ignored", String.join(", ", request.ignored()));
    }
    if (request.stream() != null) {
      exchange
          .response()
          .header("openai-processing-ms", Long.toString(exchange.elapsedNanos() / 1_000_000));
    }
    way.admitted(stream);
  }

  private static ApiError refusal(AdmissionException refused, int promptTokens, int contextLength) {
    return switch (refused.reason()) {
      case QUEUE_FULL -> ApiError.queueFull(refused.retryAfter());
      case DRAINING -> ApiError.draining();
      case CONTEXT_EXCEEDED -> ApiError.contextExceeded(promptTokens, 1, contextLength);
    };
  }

  private void refuse(Exchange exchange, Caller caller, ApiError error) {
    if (error.code() == ErrorCode.RATE_LIMIT_EXCEEDED) {
      RateLimitHeaders.set(exchange.response(), parts.allowance().apply(caller.tenant()));
    }
    ErrorAnswer.send(exchange, error);
    journal.refused(exchange, caller, error);
  }

  private ChatGeneration.Settlement settlement(Exchange exchange, Caller caller, int maxTokens) {
    return new ChatGeneration.Settlement() {
      @Override
      public void finished(Finished finished, long firstTokenNanos) {
        journal.finished(exchange, caller, finished, maxTokens, firstTokenNanos);
      }

      @Override
      public void failed(Failed failed, ApiError error, long firstTokenNanos) {
        journal.failed(exchange, caller, failed, error, firstTokenNanos);
      }
    };
  }
}
