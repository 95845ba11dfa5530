// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import static org.assertj.core.api.Assertions.fail;

import io.adyton.scheduler.text.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random and mutated templates end within their limits and fail with nothing of our own making. */
class TemplateFuzz {
  private static final int TEMPLATES = Boolean.getBoolean("adyton.test.full") ? 500_000 : 20_000;
  private static final long SEED = 20_261_123;

  private static final List<String> SEEDS =
      List.of(
          "{% for m in messages %}{{ '<|' + m['role'] + '|>' ~ m.content|trim }}{% endfor %}",
          "{% set ns = namespace(a=1, b=xs|length - 1) %}{% for x in xs[::-1] %}"
              + "{% set ns.a = ns.a + loop.index0 %}{% if loop.last %}{% break %}{% endif %}"
              + "{% endfor %}{{ ns.a }}",
          "{%- macro f(a, b='x', *c) -%}{{ a|tojson(indent=2) }}{% endmacro %}{{ f(d, b=s) }}",
          "{% call(x) f(1) %}{{ x }}{% endcall %}{% filter upper %}{{ s }}{% endfilter %}",
          "{{ s.split(' ', 1)[0].lstrip('x') }} {{ s[1:5:2] }} {{ '%05.2f' % 3.14159 }}",
          "{{ '{0[k]:>10}'.format(d) }} {{ d.items()|list|sort|first }} {{ xs|map('string')|list }}",
          "{% if s is string and (n // 2) ** 3 % 7 != 0 or not xs %}a{% elif n in xs %}b{% endif %}",
          "{# c #}{% raw %}{{ }}{% endraw %}{{ \"\\x41\\u00e9\\n\" }}{{ 1.5e3 }}{{ {'a': [1,]} }}",
          "{{ xs|selectattr('k', 'equalto', 1)|rejectattr('v')|unique|batch(2, 0)|list }}",
          "{{ s|replace('o', '0', 1)|title|center(40)|indent(2, true)|truncate(9) }}",
          "{{ strftime_now('%d %B %Y') }}{{ range(1, 9, 3)|join(', ') }}{{ dict(a=1)|dictsort }}");

  private static final List<String> PIECES =
      List.of(
          "{{",
          "}}",
          "{%",
          "%}",
          "{#",
          "#}",
          "-",
          "+",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          ".",
          ",",
          ":",
          "|",
          "~",
          "**",
          "//",
          "%",
          "==",
          "<",
          " in ",
          " is ",
          " not ",
          " if ",
          " else ",
          " and ",
          "'",
          "\"",
          "\\",
          "\n",
          " ",
          "0",
          "9223372036854775807",
          "-1",
          "1e308",
          "''",
          "none",
          "true",
          "xs",
          "s",
          "d",
          "n",
          "messages",
          "loop",
          "ns",
          "caller",
          "__class__",
          "for x in ",
          "endfor",
          "endif",
          "set ",
          "macro m(",
          "endmacro",
          "call ",
          "recursive",
          "range(",
          "namespace(",
          "|length",
          "|tojson",
          "|sort",
          "|map(",
          "|select(",
          ".format(",
          ".split(",
          ".items()",
          "* 99999",
          "\u00e9",
          "\ud83d\ude00",
          "\u0000",
          "\t",
          "*",
          "=");

  private final Random random = new Random(SEED);

  @Test
  void endsWithAPromptOrATemplateException() {
    try (Text content = Text.copyOf("some \u00e9 w\u00f6rds\n".getBytes(StandardCharsets.UTF_8));
        Text broken = Text.copyOf(new byte[] {'a', (byte) 0xE2, (byte) 0x82, (byte) 0xFF, 'b'})) {
      Map<String, TemplateValue> variables = variables(content, broken);
      for (int i = 0; i < TEMPLATES; i++) {
        String template = random.nextInt(4) == 0 ? assembled() : mutated();
        try (Text target = Text.withCapacity(256)) {
          JinjaTemplate.compile(template).render(variables, Renders.CLOCK, target);
        } catch (TemplateException _) {
          // One of the two ways to end.
        } catch (RuntimeException | Error e) {
          fail("template " + i + " of seed " + SEED + ": " + template, e);
        }
      }
    }
  }

  private static Map<String, TemplateValue> variables(Text content, Text broken) {
    TemplateValue message =
        TemplateValue.Fields.of(
            TemplateValue.Field.named("role", TemplateValue.known("user")),
            TemplateValue.Field.named("content", TemplateValue.content(content)));
    TemplateValue numbers =
        new TemplateValue.Items(
            List.of(
                new TemplateValue.Int(3),
                new TemplateValue.Float(1.5),
                new TemplateValue.Null(),
                new TemplateValue.Bool(true)));
    return Map.of(
        "messages",
        new TemplateValue.Items(List.of(message, message)),
        "xs",
        numbers,
        "s",
        TemplateValue.content(content),
        "broken",
        TemplateValue.content(broken),
        "d",
        TemplateValue.Fields.of(TemplateValue.Field.named("k", numbers)),
        "n",
        new TemplateValue.Int(7));
  }

  private String assembled() {
    StringBuilder template = new StringBuilder();
    for (int i = random.nextInt(30); i >= 0; i--) {
      template.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return template.toString();
  }

  private String mutated() {
    StringBuilder template = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(template.length() + 1);
      int end = Math.min(template.length(), at + random.nextInt(8));
      switch (random.nextInt(4)) {
        case 0 -> template.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> template.delete(at, end);
        case 2 -> template.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
        default -> template.insert(at, template.substring(at, end).replace("s", "broken"));
      }
    }
    return template.toString();
  }
}
