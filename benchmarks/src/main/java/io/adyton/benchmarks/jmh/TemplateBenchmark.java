// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.jmh;

import io.adyton.gguf.GgufException;
import io.adyton.gguf.GgufModel;
import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.ChatTemplate;
import io.adyton.server.chat.Conversation;
import io.adyton.server.chat.RenderOptions;
import io.adyton.server.chat.RenderedPrompt;
import io.adyton.server.chat.jinja.TemplateException;
import io.adyton.server.chat.jinja.TemplateValue;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Rendering a chat with the model's own template; needs {@code adyton.bench.model}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before it hands the state out.
public class TemplateBenchmark {
  /** Messages of the chat. */
  @Param({"2", "20"})
  int messages;

  private String source;
  private ChatTemplate template;
  private Conversation conversation;

  /** Reads the template and makes up a chat. */
  @Setup
  public void setUp() throws GgufException, IOException, TemplateException {
    source =
        GgufModel.open(LlamaState.modelFile())
            .chatTemplate()
            .orElseThrow(() -> new IllegalStateException("the model has no chat template"));
    template = compile();
    conversation =
        Conversation.of(
            IntStream.range(0, messages)
                .mapToObj(
                    i ->
                        Conversation.message(
                            i % 2 == 0 ? "user" : "assistant",
                            Text.ofPublic("Message %d of a chat. ".formatted(i).repeat(10))))
                .toArray(TemplateValue.Fields[]::new));
  }

  /** Compiles the template, as is done once for each model. */
  @Benchmark
  public ChatTemplate compile() throws TemplateException {
    return ChatTemplate.compile(source, "<s>", "</s>", Clock.systemUTC());
  }

  /** Renders the chat, as is done for each request. */
  @Benchmark
  public int render() throws TemplateException {
    try (RenderedPrompt prompt = template.render(conversation, RenderOptions.ANSWER)) {
      return prompt.text().length();
    }
  }
}
