"""The report as it is published beside the editions: codes and places, and nothing that the editions do not say.

The findings in full, which may quote a private note or the name of a picture, are for the terminal and for `--report`.
"""

from dataclasses import replace

from separatum.model.findings import Finding, Location
from separatum.model.redaction import without_folders
from separatum.model.report import Report, sorted_findings


def published(report: Report, *, discreet: bool) -> Report:
    """The report for readers.

    Of a finding about the source, only the code, the severity, the line and the rule's summary are left. Findings about
    the editions quote what is published anyway; paths are taken out of them.

    Args:
        report: the report in full.
        discreet: whether the source's own name is left out, too.
    """
    from separatum.checks.catalogue import all_rules
    from separatum.source.rules import RULES

    name = f"{report.name}.md"
    editions = {f"{report.name}.epub", f"{report.name}.pdf"}
    summaries = {rule.code: rule.summary for rule in (*RULES, *all_rules())}

    def plain(finding: Finding) -> Finding:
        where = finding.where
        if where is not None and where.file.partition("!")[0] in editions:
            hint = None if finding.hint is None else without_folders(finding.hint)
            return replace(finding, message=without_folders(finding.message), hint=hint)
        summary = summaries.get(finding.code, f"run “separatum explain {finding.code}”")
        place = None if where is None else Location(file=name if discreet else where.file, line=where.line)
        return replace(finding, message=summary, hint=None, where=place)

    return replace(
        report,
        sources=(name,) if discreet else report.sources,
        findings=sorted_findings(map(plain, report.findings)),
        skipped=tuple(replace(one, reason=without_folders(one.reason)) for one in report.skipped),
    )
