package io.streamlake.testkit.gcs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other clients than Google's send. */
class WireTest {

  private static final String INSERT = "/upload/storage/v1/b/lake/o?uploadType=media&name=";

  private GcsServer server;

  @BeforeEach
  void start() {
    server = GcsServer.builder().bucket("lake").start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void answersManyRequestsOnOneConnection() throws IOException {
    String insert = "POST " + INSERT + "%s HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";
    String answers =
        talk(
            String.format(insert, "a")
                + String.format(insert, "b")
                + "GET /storage/v1/b/lake/o/a?alt=media HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(4);
    assertThat(answers).endsWith("\r\n\r\nhi");
    assertThat(server.objectNames("lake")).containsExactly("a", "b");
  }

  @Test
  void takesChunkedBodies() throws IOException {
    talk(
        "POST "
            + INSERT
            + "x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "3;ext=1\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n");

    assertThat(server.object("lake", "x").bytes()).asString(US_ASCII).isEqualTo("abc0123456789");
    assertThat(server.requests().get(0).bodyBytes()).isEqualTo(13);
  }

  @Test
  void asksForBodiesThatWaitForLeave() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + INSERT + "x"))
            .expectContinue(true)
            .POST(BodyPublishers.ofString("abc"))
            .build();

    assertThat(send(request).statusCode()).isEqualTo(200);
    assertThat(server.object("lake", "x").size()).isEqualTo(3);
  }

  @Test
  void refusesWithoutTheBodyThatWaitsForLeave() throws IOException {
    String answer =
        talk("POST /nothing HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 404 Not Found").contains("Connection: close");
  }

  @Test
  void storesNothingOfABodyThatEndsTooEarly() throws IOException {
    try (Socket socket = connect()) {
      send(socket, "POST " + INSERT + "x HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
      socket.shutdownOutput();

      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
    assertThat(server.objectNames("lake")).isEmpty();
    assertThat(server.requests()).extracting(RecordedRequest::isAnswered).containsExactly(false);
  }

  @Test
  void tellsTheSizeOfAnObjectWithoutItsBytes() throws Exception {
    talk("POST " + INSERT + "x HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");

    String answer =
        talk("HEAD /storage/v1/b/lake/o/x?alt=media HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertThat(answer).contains("Content-Length: 2\r\n").endsWith("\r\n\r\n");
  }

  @Test
  void saysWhereAnUploadStandsAndFinishesItWithoutBytes() throws Exception {
    URI session = startSession("x");
    byte[] block = new byte[Spool.BLOCK];

    HttpResponse<String> chunk = put(session, "bytes 0-" + (Spool.BLOCK - 1) + "/*", block);
    HttpResponse<String> gap = put(session, "bytes 900000-900000/900001", new byte[1]);
    HttpResponse<String> status = put(session, "bytes */*", new byte[0]);
    HttpResponse<String> finished = put(session, "bytes */" + Spool.BLOCK, new byte[0]);
    HttpResponse<String> again = put(session, "bytes */*", new byte[0]);

    assertThat(chunk.statusCode()).isEqualTo(308);
    assertThat(gap.statusCode()).isEqualTo(503);
    assertThat(status.headers().firstValue("Range")).contains("bytes=0-" + (Spool.BLOCK - 1));
    assertThat(finished.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(finished.body());
    assertThat(server.requests())
        .extracting(RecordedRequest::operation)
        .containsExactly(
            Operation.SESSION_START,
            Operation.UPLOAD,
            Operation.UPLOAD,
            Operation.SESSION_STATUS,
            Operation.UPLOAD,
            Operation.SESSION_STATUS);
  }

  @Test
  void takesOnlyWhatIsNewOfAChunkThatOverlaps() throws Exception {
    URI session = startSession("x");
    put(session, "bytes 0-" + (Spool.BLOCK - 1) + "/*", new byte[Spool.BLOCK]);

    put(session, "bytes 0-" + Spool.BLOCK + "/" + (Spool.BLOCK + 1), new byte[Spool.BLOCK + 1]);

    assertThat(server.object("lake", "x").size()).isEqualTo(Spool.BLOCK + 1);
  }

  @Test
  void givesSessionsUp() throws Exception {
    URI session = startSession("x");

    HttpResponse<String> cancelled = send(HttpRequest.newBuilder(session).DELETE().build());

    assertThat(cancelled.statusCode()).isEqualTo(499);
    assertThat(put(session, "bytes 0-0/1", new byte[1]).statusCode()).isEqualTo(404);
  }

  private URI startSession(String name) throws Exception {
    String target = "/upload/storage/v1/b/lake/o?uploadType=resumable&name=" + name;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + target))
            .POST(BodyPublishers.noBody())
            .build();
    return URI.create(send(request).headers().firstValue("Location").orElseThrow());
  }

  private static HttpResponse<String> put(URI session, String range, byte[] body) throws Exception {
    return send(
        HttpRequest.newBuilder(session)
            .header("Content-Range", range)
            .PUT(BodyPublishers.ofByteArray(body))
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private String talk(String requests) throws IOException {
    try (Socket socket = connect();
        InputStream in = socket.getInputStream()) {
      send(socket, requests);
      return new String(in.readAllBytes(), US_ASCII);
    }
  }

  private Socket connect() throws IOException {
    URI uri = URI.create(server.uri());
    return new Socket(uri.getHost(), uri.getPort());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }
}
