package org.anze.gateway.routing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProblemAnswerTest {

    private static final PartyHttps SETTINGS = new PartyHttps(
            "127.0.0.1",
            0,
            Path.of("a"),
            Path.of("b"),
            Path.of("c"),
            DataSize.ofBytes(4711),
            DataSize.ofBytes(4712),
            DataSize.ofBytes(4713),
            DataSize.ofBytes(4714),
            Duration.ofSeconds(1),
            DataSize.ofBytes(1),
            Duration.ofSeconds(1),
            1,
            1,
            1,
            1);

    @ParameterizedTest
    @CsvSource({
        "413,/api/v1/submissions,text/csv,RST-0009,报文超过 4711 字节的上限",
        "413,/soap/v1,text/xml,RST-0009,报文超过 4713 字节的上限",
        "413,,text/xml,RST-0009,报文超过 4714 字节的上限",
        "415,/api/v1/submissions,image/png;a=b,RST-0007,不支持的 Content-Type：image/png",
        "415,/api/v1/submissions,张三,RST-0007,不支持的 Content-Type：-",
        "415,/api/v1/submissions,,RST-0007,不支持的 Content-Type：-",
        "405,/api/v1/submissions,text/csv,RST-0006,该地址不支持 PUT 方法",
        "400,/api/v1/submissions,text/csv,RST-0014,HTTP 请求不规范",
    })
    void namesInABareStatusWhatItsTextAsksFor(int status, String path, String type, String code, String sentence)
            throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/");
        request.setServletPath(path == null ? "" : path);
        request.setContentType(type);
        MockHttpServletResponse response = new MockHttpServletResponse();

        ProblemAnswer.writeStatus(request, response, status, SETTINGS);

        JsonNode problem = JsonMapper.shared().readTree(response.getContentAsByteArray());
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(problem.get("code").asString()).isEqualTo(code);
        assertThat(problem.get("zh").asString()).isEqualTo(sentence);
    }
}
