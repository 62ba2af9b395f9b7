"""The endpoints, as the contract writes them."""

from fittingroom.tryon.kinds import Kind

SUBMITS = {
    "/api/v1/tryon/fashion": Kind.FASHION,
    "/api/v1/tryon/clothes": Kind.FASHION,
    "/api/v1/tryon/hairstyle": Kind.HAIRSTYLE,
    "/api/v1/tryon/hairstyles": Kind.HAIRSTYLE,
    "/api/v1/tryon/tattoo": Kind.TATTOO,
}
STATUS = "/api/v1/status/0123456789abcdef01234567"
CREDITS = "/api/v1/credits"
ENDPOINTS = [*(("POST", path) for path in SUBMITS), ("GET", STATUS), ("GET", CREDITS)]
