// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final Mailbox mailbox = new Mailbox(loop);
  private final List<String> done = new ArrayList<>();

  @AfterEach
  void stop() {
    var _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @Test
  void doesWhatWasPostedInOneTaskAndInOrder() throws Exception {
    CountDownLatch posted = new CountDownLatch(1);
    loop.execute(() -> awaitQuietly(posted));
    mailbox.post(() -> done.add("first"));
    mailbox.post(() -> done.add("second"));
    mailbox.collect();
    mailbox.post(() -> done.add("third"));
    mailbox.collect();
    assertThat(loop.pendingTasks()).as("the latch's and the mailbox's").isLessThanOrEqualTo(2);
    posted.countDown();
    loop.submit(() -> {}).get();
    assertThat(done).containsExactly("first", "second", "third");
  }

  @Test
  void keepsWhatIsPostedUntilItIsCollected() throws Exception {
    mailbox.post(() -> done.add("waits"));
    loop.submit(() -> {}).get();
    assertThat(done).isEmpty();
    mailbox.collect();
    loop.submit(() -> {}).get();
    mailbox.post(() -> done.add("again"));
    mailbox.collect();
    loop.submit(() -> {}).get();
    assertThat(done).containsExactly("waits", "again");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
