"""Whatever colours a picture has, as RGB in sRGB without alpha."""

import io

import numpy as np
from PIL import Image, ImageCms

_WHITE = (255, 255, 255)


def to_srgb(image: Image.Image) -> Image.Image:
    """`image` as mode RGB in sRGB, its transparent parts laid on white.

    An embedded ICC profile is honoured; one that is broken or does not fit the picture is taken for sRGB, as browsers
    do. CMYK without a profile is converted naively.
    """
    profile = image.info.get("icc_profile")
    image = _eight_bits(image)
    alpha = _alpha(image)
    colour = _convert(image, profile)
    if alpha is None:
        return colour
    flat = Image.new("RGB", colour.size, _WHITE)
    flat.paste(colour, mask=alpha)
    return flat


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit grey scaled to 8 bits (Pillow would clip it); a palette, and bits, unfolded."""
    if image.mode.startswith("I"):
        return Image.fromarray((np.asarray(image).astype(np.int64).clip(0, 65535) >> 8).astype(np.uint8))
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode in ("1", "F"):
        return image.convert("L")
    if image.mode in ("L", "RGB") and image.has_transparency_data:
        return image.convert("RGBA")
    return image


def _alpha(image: Image.Image) -> Image.Image | None:
    if "A" not in image.getbands():
        return None
    alpha = image.getchannel("A")
    return None if alpha.getextrema() == (255, 255) else alpha


def _convert(image: Image.Image, profile: bytes | None) -> Image.Image:
    opaque = image.convert(image.mode.removesuffix("A")) if image.mode in ("LA", "RGBA") else image
    if profile:
        try:
            return _through_profile(opaque, profile)
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            pass
    return opaque.convert("RGB")


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if source.profile.xcolor_space.strip() == "RGB":
        image = image.convert("RGB")
    transform = ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        image.mode,
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if image.mode == "RGB" and _changes_nothing(transform):
        return image
    converted = ImageCms.applyTransform(image, transform)
    assert converted is not None
    return converted


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Whether a transform from RGB is the identity but for rounding: most profiles are sRGB, by one name or another.

    Those pictures are left as they are, to the bit.
    """
    levels = np.arange(0, 256, 17, dtype=np.uint8)
    colours = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(64, 64, 3)
    converted = ImageCms.applyTransform(Image.fromarray(colours), transform)
    return bool(np.abs(np.asarray(converted).astype(np.int16) - colours).max() <= 1)
