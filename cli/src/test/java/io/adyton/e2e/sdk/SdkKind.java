// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clients under test. */
public enum SdkKind {
  /** PyPI {@code openai}. */
  PYTHON {
    @Override
    public Sdk start(@Nullable Path trusted) throws IOException {
      return ProcessSdk.start("openai (Python)", ClientPrograms.python(), Map.of());
    }
  },
  /** npm {@code openai}. */
  NODE {
    @Override
    public Sdk start(@Nullable Path trusted) throws IOException {
      return ProcessSdk.start(
          "openai (Node)",
          ClientPrograms.node(),
          trusted == null ? Map.of() : Map.of("NODE_EXTRA_CA_CERTS", trusted.toString()));
    }
  },
  /** Maven {@code com.openai:openai-java}. */
  JAVA {
    @Override
    public Sdk start(@Nullable Path trusted) {
      return new OpenAiJavaSdk();
    }
  },
  /** Maven {@code dev.langchain4j:langchain4j-open-ai}. */
  LANGCHAIN4J {
    @Override
    public Sdk start(@Nullable Path trusted) {
      return new LangChain4jSdk();
    }
  };

  /**
   * Starts the client, installing it first where needed.
   *
   * @param trusted PEM file that commands may name as {@code ca}
   * @throws org.opentest4j.TestAbortedException where this machine lacks what the client needs
   */
  public abstract Sdk start(@Nullable Path trusted) throws IOException;
}
