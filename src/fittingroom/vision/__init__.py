"""Pure functions on arrays: finding people and garments, warping, shading, colour. Knows numpy, scipy and OpenCV only."""
