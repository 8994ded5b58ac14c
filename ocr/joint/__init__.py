"""The joint decision: all counts of a sheet are weighed together under the sums of its form.

Every written count is taken as a noisy copy of a true one (people slip), true counts obey the
form's identities, and every cell may hold another value than any candidate. So a sum helps to
choose between readings, but it cannot invent one, and a paper that does not add up stays so.
"""

from ocr.joint.decision import Decision, decide

__all__ = ["Decision", "decide"]
