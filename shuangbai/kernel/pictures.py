"""Pictures taken with telephones: made small, and without what the camera wrote beside them."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from shuangbai.kernel.problems import catalogue, problem

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1024
FORMATS = ("JPEG", "PNG", "WEBP")

catalogue(
    {
        "picture.big": ("照片超过10MB，收不下", "请在手机上选小一些的尺寸，或截一张图再传"),
        "picture.unreadable": ("这个文件不是照片，或已损坏", "请换一张jpg、png或webp格式的照片"),
    }
)


def shrunk(data: bytes) -> bytes:
    """The picture as JPEG, upright, at most 1024 pixels on its longest side, with no place, time
    or name of a device in it. Raises Problem picture.big or picture.unreadable."""
    if len(data) > MOST_BYTES:
        raise problem("picture.big", column="照片")
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise problem("picture.big", column="照片")
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as broken:
        raise problem("picture.unreadable", column="照片") from broken
    except Image.DecompressionBombError as bomb:
        raise problem("picture.big", column="照片") from bomb
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    made = BytesIO()
    # A new image carries only pixels; saving the opened one could carry its metadata along.
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(made, "JPEG", quality=85)
    return made.getvalue()
