"""What runs in worker processes: plain functions of one picklable request."""

from viewer.pixels.decode import Decoded, DecodeRequest, decode


def decode_frame(request: DecodeRequest) -> Decoded:
    """Decode one frame. Raises PixelError."""
    return decode(request)
