"""What the rooms of the package hand to each other: frozen, documented, without behaviour beyond derived values.

Offsets are code points in the caption as it was read; probabilities and drift are 0..1.
"""
