"""A chart as a picture: one inline SVG, drawn from the chart's figures by small pure functions.

All positions are whole numbers in the picture's own units. A picture stands on its own: colours told apart by those who do
not see all of them, a title and every figure in words for those who see none.
"""
