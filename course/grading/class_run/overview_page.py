"""The instructor's page: everybody's state, points and evidence, in one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment, StrictUndefined

from course.grading.class_run.reports import Report, Summary

ORDER = ("failed", "flagged", "graded")
# No script, no request: what stands here was written by students, too.
TEMPLATE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{{ assignment }}: grading</title>
<style>
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #ddd }
th { position: sticky; top: 0; background: #fff }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
td.words { overflow-wrap: anywhere }
td.words pre { white-space: pre-wrap }
td.words p { margin: 0 0 .4rem; white-space: pre-wrap }
.failed td.state { background: #b3500a; color: #fff }
.flagged td.state { background: #f0e442 }
.note { border-left: 4px solid #b3500a; padding: .3rem .8rem; background: #fdf3ec }
@media print {
 @page { margin: 15mm 12mm }
 body { font-size: 9pt; margin: 0; max-width: none; padding: 0 }
 th { position: static }
 th, td { padding: .2rem .4rem }
 tr { break-inside: avoid }
 .failed td.state { color: inherit; font-weight: bold } /* printers leave out what is behind it */
 details::details-content { content-visibility: visible; block-size: auto } /* evidence that is folded, too */
}
</style>
</head>
<body>
<h1>{{ assignment }}</h1>
<p>{% for state, count in counts.items() %}{{ count }} {{ state }}{{ ", " if not loop.last }}{% endfor %}.
{{ waiting | length }} with written answers that wait for a person.</p>
{% if open %}<p class="note"><b>Without a sandbox:</b> submitted code ran with the rights of whoever graded, for
{{ open | join(", ") }}.</p>
{% endif %}
{% if gaps %}<div class="note"><b>Missing</b><ul>
{% for student, gap in gaps.items() %}<li>{{ student }} {{ gap }}</li>
{% endfor %}</ul></div>
{% endif %}
<table>
<thead><tr><th>Student</th><th>State</th><th class="number">By tests</th><th class="number">Waiting</th>
<th>To look at</th><th>Put right</th><th class="number">Time</th><th class="number">Memory</th></tr></thead>
<tbody>
{% for report in reports %}<tr class="{{ report.status }}">
<td>{{ report.student }}</td><td class="state">{{ report.status }}</td>
<td class="number">{{ "%g" % report.points }} / {{ "%g" % report.maximum }}</td>
<td class="number">{{ "%g" % waiting[report.student] if report.student in waiting }}</td>
<td class="words">
{%- if report.reason %}<p>{{ report.reason }}</p>{% endif %}
{%- for flag in report.flags %}
{%- if not report.reason %}<p><b>{{ flag.kind }}{{ " " ~ flag.cell if flag.cell }}:</b> {{ flag.evidence }}</p>
{%- endif %}
{%- if flag.detail %}<details><summary>For instructors only</summary><pre>{{ flag.detail }}</pre></details>{% endif %}
{%- endfor %}</td>
<td class="words">{% for sentence in report.said %}<p>{{ sentence }}</p>{% endfor %}</td>
<td class="number">{{ "%.1f" % report.seconds }} s</td><td class="number">{{ "%.0f" % (report.memory / 1e6) }} MB</td>
</tr>
{% endfor %}</tbody>
</table>
{% if tasks %}<h2>By test</h2>
<table>
<thead><tr><th>Test</th><th class="number">All points</th><th class="number">Some</th><th class="number">None</th>
<th class="number">No answer</th><th>Failed</th><th>Known mistakes</th></tr></thead>
<tbody>
{% for name, counts in tasks.items() %}<tr><td>{{ name }}</td><td class="number">{{ counts.full | length }}</td>
<td class="number">{{ counts.part | length }}</td><td class="number">{{ counts.none | length }}</td>
<td class="number">{{ counts.nothing | length }}</td>
<td class="words">{% for kind, number in counts.failed.items() %}{{ kind }}: {{ number }}{{ ", " if not loop.last }}
{%- endfor %}</td>
<td class="words">{% for mistake, students in counts.mistakes.items() %}
<p>{{ students | length }} × <i>{{ mistake }}</i>: {{ students | join(", ") }}</p>
{% endfor %}</td></tr>
{% endfor %}</tbody>
</table>
<p>The same as a table: <a href="tasks.csv">tasks.csv</a>.</p>
{% endif %}
{% if predictions %}<h2>What was predicted</h2>
<p>Before the result was seen, as the submitted notebooks say; this earns no points.</p>
<table>
<thead><tr><th>Question</th><th class="number">Predicted</th><th class="number">Right</th>
<th class="number">Certain</th><th class="number">Of these right</th><th>Answers</th></tr></thead>
<tbody>
{% for counts in predictions %}<tr><td class="words">{{ counts.question }}</td><td class="number">{{ counts.made }}</td>
<td class="number">{{ counts.right }}</td><td class="number">{{ counts.certain }}</td>
<td class="number">{{ counts.certain_right }}</td>
<td class="words">{% for guess, number in counts.guesses.items() %}<p>{{ number }} × <i>{{ guess }}</i></p>
{% endfor %}</td></tr>
{% endfor %}</tbody>
</table>
{% endif %}
{% if absent %}<p>Nothing in submitted/: {{ absent | join(", ") }}.</p>
{% endif %}
</body>
</html>
"""


def page(summary: Summary, reports: Sequence[Report]) -> str:
    """HTML of an assignment's results.

    Parameters
    ----------
    summary
        Of the last run: who is missing, and whose written answers wait.
    reports
        Of the whole class; what needs a look comes first.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(TEMPLATE).render(
        assignment=summary.assignment,
        counts={state: sum(report.status == state for report in reports) for state in ORDER},
        waiting=summary.waiting,
        open=[report.student for report in reports if not report.sandbox],
        gaps=summary.gaps,
        absent=summary.absent,
        tasks=summary.tasks,
        predictions=[counts for counts in summary.predictions.values() if counts.made],
        reports=sorted(reports, key=lambda report: (ORDER.index(report.status), report.student)),
    )
