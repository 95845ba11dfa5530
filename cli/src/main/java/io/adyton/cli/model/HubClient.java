// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adyton.cli.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Downloads single files of the Hugging Face hub, going on where an earlier download stopped.
 *
 * <p>What is being downloaded is fixed by the commit the hub names at the start; if the hub says
 * another one later, the download starts over.
 */
final class HubClient {
  /** The hub itself. */
  static final URI HUB = URI.create("https://huggingface.co/");

  /** How long the hub may say nothing. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  private static final int MAX_ATTEMPTS = 5;
  private static final int MAX_REDIRECTS = 5;
  private static final int CHUNK_BYTES = 1 << 16;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+)");
  private static final Pattern SHA256 = Pattern.compile("\"?([0-9a-f]{64})\"?");

  /** Waits between attempts. */
  interface Pause {
    void before(int attempt) throws InterruptedException;
  }

  /**
   * What the hub says about a file.
   *
   * @param sha256 the digest it promises; empty for files it does not keep by digest
   */
  record Revision(String commit, String etag, long bytes, String sha256) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI hub;
  private final Pause pause;
  private final Duration silence;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * Creates a client.
   *
   * @param silence how long to wait for an answer, and then for each next piece of it
   */
  HubClient(URI hub, Pause pause, Duration silence) {
    this.hub = hub;
    this.pause = pause;
    this.silence = silence;
  }

  /** A client of the hub that waits a second longer before each attempt. */
  static HubClient ofHub() {
    return new HubClient(HUB, attempt -> Thread.sleep(Duration.ofSeconds(attempt)), SILENCE);
  }

  /**
   * Asks what a file is now.
   *
   * @throws UserError if the hub has no such file or cannot be reached
   */
  Revision describe(ModelReference.Hub file) throws IOException {
    return attempt(file, () -> revision(file));
  }

  /**
   * Downloads a file.
   *
   * @param folder keeps what has arrived between pulls
   * @param target where the whole file will lie
   * @throws UserError if the hub cannot be reached
   */
  void download(
      ModelReference.Hub file, Revision revision, Path folder, Path target, Progress progress)
      throws IOException {
    Path arrived = folder.resolve("arrived");
    Path arrivedOf = folder.resolve("arrived.json");
    if (!revision.equals(read(arrivedOf))) {
      Files.deleteIfExists(arrived);
      DurableFiles.replace(arrivedOf, JSON.writeValueAsBytes(revision));
    }
    DiskSpace.require(folder, revision.bytes() - size(arrived));
    try (Progress.Phase phase = progress.begin("fetch", revision.bytes())) {
      phase.advanceTo(size(arrived));
      attempt(
          file,
          () -> {
            fetch(file, revision, arrived, phase);
            return revision;
          });
    }
    DurableFiles.move(arrived, target);
  }

  private interface Attempt {
    Revision run() throws IOException, InterruptedException;
  }

  private Revision attempt(ModelReference.Hub file, Attempt attempt) throws IOException {
    try {
      for (int number = 1; ; number++) {
        try {
          return attempt.run();
        } catch (IOException e) {
          if (DiskSpace.isFull(e)) {
            throw e;
          }
          if (number == MAX_ATTEMPTS) {
            throw UserError.failed(
                (fellSilent(e)
                        ? "%s fell silent while sending %s; check the network and pull again, it goes on where it stopped."
                        : "%s could not be reached for %s; connect to the network and pull again, it goes on where it stopped.")
                    .formatted(hub.getHost(), file));
          }
          pause.before(number);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.failed("the pull was interrupted; start it again to go on.");
    }
  }

  private static boolean fellSilent(IOException failure) {
    return failure instanceof HttpTimeoutException
        && !(failure instanceof HttpConnectTimeoutException);
  }

  private Revision revision(ModelReference.Hub file) throws IOException, InterruptedException {
    HttpResponse<Void> answer =
        http.send(
            HttpRequest.newBuilder(address(file, "main"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .timeout(silence)
                .build(),
            BodyHandlers.discarding());
    HttpHeaders headers = answer.headers();
    int status = answer.statusCode();
    if (status == 401 || status == 403 || status == 404) {
      throw UserError.failed(
          "%s has no public file %s (status %d); check the name, or download it yourself and give its path."
              .formatted(hub.getHost(), file, status));
    }
    OptionalLong bytes = headers.firstValueAsLong("x-linked-size");
    if (bytes.isEmpty() && status == 200) {
      bytes = headers.firstValueAsLong("content-length");
    }
    String commit = headers.firstValue("x-repo-commit").orElse("");
    String etag =
        headers.firstValue("x-linked-etag").or(() -> headers.firstValue("etag")).orElse("");
    if (status >= 400 || bytes.isEmpty() || !commit.matches("[0-9a-f]{7,64}")) {
      throw new IOException("status " + status);
    }
    Matcher digest = SHA256.matcher(etag);
    return new Revision(commit, etag, bytes.getAsLong(), digest.matches() ? digest.group(1) : "");
  }

  private void fetch(ModelReference.Hub file, Revision revision, Path arrived, Progress.Phase phase)
      throws IOException, InterruptedException {
    long have = size(arrived);
    if (have > revision.bytes()) {
      Files.delete(arrived);
      have = 0;
    }
    if (have == revision.bytes()) {
      return;
    }
    HttpResponse<InputStream> answer = get(address(file, revision.commit()), have);
    try (InputStream body = answer.body()) {
      boolean continues = answer.statusCode() == 206 && startsAt(answer.headers(), have, revision);
      if (!continues && answer.statusCode() != 200) {
        throw new IOException("status " + answer.statusCode());
      }
      try (OutputStream out =
          Files.newOutputStream(
              arrived,
              StandardOpenOption.CREATE,
              continues ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        copy(body, out, continues ? have : 0, revision.bytes(), phase);
      }
    }
  }

  private void copy(InputStream body, OutputStream out, long have, long total, Progress.Phase phase)
      throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    long done = have;
    for (int read = read(body, chunk); read >= 0 && done < total; read = read(body, chunk)) {
      int wanted = (int) Math.min(read, total - done);
      out.write(chunk, 0, wanted);
      done += wanted;
      phase.advanceTo(done);
    }
    if (done < total) {
      throw new IOException("the answer ended after %d of %d bytes".formatted(done, total));
    }
  }

  /** Reads some bytes. The JDK waits for them without end, so a silent answer is closed. */
  private int read(InputStream body, byte[] chunk) throws IOException {
    CompletableFuture<Void> arrival =
        new CompletableFuture<Void>().orTimeout(silence.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        arrival.whenComplete(
            (_, late) -> {
              if (late != null) {
                close(body);
              }
            });
    try {
      int read = body.read(chunk);
      if (arrival.complete(null)) {
        return read;
      }
    } catch (IOException e) {
      if (arrival.complete(null)) {
        throw e;
      }
    }
    throw new HttpTimeoutException("nothing arrived for " + silence);
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<InputStream> get(URI address, long from)
      throws IOException, InterruptedException {
    URI next = address;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpRequest.Builder request = HttpRequest.newBuilder(next).timeout(silence);
      if (from > 0) {
        request.header("Range", "bytes=" + from + "-");
      }
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() / 100 != 3) {
        return answer;
      }
      answer.body().close();
      next = next.resolve(answer.headers().firstValue("location").orElseThrow(IOException::new));
      if (!next.getScheme().equals(hub.getScheme())) {
        throw new IOException("redirected away from " + hub.getScheme());
      }
    }
    throw new IOException("more than " + MAX_REDIRECTS + " redirects");
  }

  private static boolean startsAt(HttpHeaders headers, long from, Revision revision) {
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("content-range").orElse(""));
    return range.matches()
        && Long.parseLong(range.group(1)) == from
        && Long.parseLong(range.group(2)) == revision.bytes();
  }

  private URI address(ModelReference.Hub file, String revision) {
    return hub.resolve(
        "/%s/%s/resolve/%s/%s".formatted(file.owner(), file.repository(), revision, file.file()));
  }

  private static @Nullable Revision read(Path file) throws IOException {
    if (Files.notExists(file)) {
      return null;
    }
    try {
      return JSON.readValue(Files.readAllBytes(file), Revision.class);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
