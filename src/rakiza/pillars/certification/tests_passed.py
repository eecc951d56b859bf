"""Which products of an NM mark still lack a passed type test."""

from __future__ import annotations

from rakiza.pillars.certification.enums import LabResult
from rakiza.pillars.certification.models import CertificationCase, TypeTest
from rakiza.pillars.industry.models import Device
from rakiza.reference.standards import edition_named


def untested(case: CertificationCase) -> list[Device]:
    """Return the products that didn't pass: by the mark's own standard, and by any other they were tested by.

    Of several tests by one standard the last one counts: a failed test may be repeated.
    """
    latest: dict[int, dict[str, str]] = {}
    for test in TypeTest.objects.filter(case=case).order_by("pk"):
        latest.setdefault(test.device_id, {})[edition_named(test.standard)[0]] = test.result
    own = edition_named(case.standard)[0]
    passed = {
        device
        for device, results in latest.items()
        if own in results and set(results.values()) == {LabResult.PASSED.value}
    }
    return [device for device in case.devices.order_by("pk") if device.pk not in passed]
