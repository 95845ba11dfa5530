// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.governance.keys.SqliteApiKeyStore;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminSocketTest {
  private static final AdminAnswer.Server DESCRIPTION =
      new AdminAnswer.Server(
          ProcessHandle.current().pid(), List.of("http://127.0.0.1:8080/v1"), "m", "00ff");

  @TempDir Path directory;
  private SqliteApiKeyStore keys;
  private AdminSocket socket;

  @BeforeEach
  void open() throws IOException {
    keys = SqliteApiKeyStore.open(directory);
    socket =
        AdminSocket.open(directory, new AdminDesk(keys, () -> Optional.of(DESCRIPTION))::answer);
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    keys.close();
  }

  @Test
  void issuesListsAndRevokesKeys() throws IOException {
    try (AdminClient client = AdminClient.connect(directory).orElseThrow()) {
      var issued = (AdminAnswer.KeyIssued) client.ask(new AdminRequest.IssueKey("laptop", "a"));
      assertThat(keys.find(issued.secret())).isPresent();

      var listed = (AdminAnswer.Keys) client.ask(new AdminRequest.ListKeys());
      assertThat(listed.keys()).containsExactly(issued.key());

      var revoked =
          (AdminAnswer.KeyRevoked) client.ask(new AdminRequest.RevokeKey(issued.key().id()));
      assertThat(revoked.key().revoked()).isNotNull();
      assertThat(keys.find(issued.secret())).isEmpty();
    }
  }

  @Test
  void describesTheServer() throws IOException {
    assertStillAnswers();
  }

  @Test
  void explainsWhatItCannotCarryOut() throws IOException {
    try (AdminClient client = AdminClient.connect(directory).orElseThrow()) {
      assertThat(client.ask(new AdminRequest.RevokeKey("nobody")))
          .isEqualTo(
              new AdminAnswer.Refused(
                  "no key has the id 'nobody'; 'adyton key ls' shows them all"));
      assertThat(client.ask(new AdminRequest.IssueKey("", "a")))
          .isInstanceOf(AdminAnswer.Refused.class);
    }
  }

  @Test
  void belongsToItsOwnerOnly() throws IOException {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("admin.sock"))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "hello\n",
        "{}\n",
        "[]\n",
        "null\n",
        "{\"request\":\"format-disk\"}\n",
        "{\"request\":\"issue-key\"}\n",
        "{\"request\":\"issue-key\",\"name\":7,\"tenant\":[]}\n",
        "{\"request\":\"list-keys\",\"extra\":1}\n",
        "{\"request\":\"list-keys\"} {}\n",
        "\u0000\u0001\u00ff\n"
      })
  void refusesGarbageAndGoesOnServingOthers(String line) throws IOException {
    assertThat(send(line.getBytes(StandardCharsets.ISO_8859_1)))
        .startsWith("{\"answer\":\"refused\"")
        .endsWith("}\n");
    assertStillAnswers();
  }

  @Test
  void refusesLineThatNeverEnds() throws IOException {
    byte[] line = new byte[AdminWire.MAX_LINE_BYTES + 1];
    java.util.Arrays.fill(line, (byte) 'a');
    assertThat(send(line)).contains("at most 65536 bytes");
    assertStillAnswers();
  }

  @Test
  void refusesLineThatBreaksOff() throws IOException {
    assertThat(send("{\"request\"".getBytes(StandardCharsets.UTF_8))).contains("line feed");
  }

  @Test
  void leavesNoSocketBehind() throws IOException {
    socket.close();
    assertThat(directory.resolve("admin.sock")).doesNotExist();
    assertThat(AdminClient.connect(directory)).isEmpty();
  }

  @Test
  void takesSocketOfCrashedServerForNone(@TempDir Path other) throws IOException {
    leaveSocketBehind(other);
    assertThat(AdminClient.connect(other)).isEmpty();
  }

  @Test
  void replacesSocketOfCrashedServer(@TempDir Path other) throws IOException {
    leaveSocketBehind(other);
    try (AdminSocket replaced = AdminSocket.open(other, _ -> DESCRIPTION);
        AdminClient client = AdminClient.connect(other).orElseThrow()) {
      assertThat(replaced).isNotNull();
      assertThat(client.ask(new AdminRequest.DescribeServer())).isEqualTo(DESCRIPTION);
    }
  }

  @Test
  void worksInDirectoryWithLongPath(@TempDir Path other) throws IOException {
    Path deep = Files.createDirectories(other.resolve("d".repeat(60)).resolve("e".repeat(60)));
    try (AdminSocket far = AdminSocket.open(deep, _ -> DESCRIPTION);
        AdminClient client = AdminClient.connect(deep).orElseThrow()) {
      assertThat(far).isNotNull();
      assertThat(deep.resolve("admin.sock")).exists();
      assertThat(client.ask(new AdminRequest.DescribeServer())).isEqualTo(DESCRIPTION);
    }
  }

  @Test
  void reportsSocketThatIsNoSocket(@TempDir Path other) throws IOException {
    Files.writeString(other.resolve("admin.sock"), "no socket");
    assertThat(AdminClient.connect(other)).isEmpty();
  }

  @Test
  void refusesToWalkIntoMissingDirectory(@TempDir Path other) {
    assertThatThrownBy(() -> AdminSocket.open(other.resolve("absent"), _ -> DESCRIPTION))
        .isInstanceOf(IOException.class);
  }

  private void assertStillAnswers() throws IOException {
    try (AdminClient client = AdminClient.connect(directory).orElseThrow()) {
      assertThat(client.ask(new AdminRequest.DescribeServer())).isEqualTo(DESCRIPTION);
    }
  }

  private static void leaveSocketBehind(Path directory) throws IOException {
    try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      crashed.bind(UnixDomainSocketAddress.of(directory.resolve("admin.sock")));
    }
    assertThat(directory.resolve("admin.sock")).exists();
  }

  private String send(byte[] bytes) throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("admin.sock")))) {
      channel.write(ByteBuffer.wrap(bytes));
      channel.shutdownOutput();
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
