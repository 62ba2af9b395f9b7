"""Pure functions on arrays: finding people and garments, warping, shading. Knows numpy, scipy and OpenCV only."""
