"""The words of the contract: kinds of try-on and the values that their fields take."""

from enum import StrEnum


class Kind(StrEnum):
    """What is tried on; each has its own endpoint."""

    FASHION = "fashion"
    HAIRSTYLE = "hairstyle"
    TATTOO = "tattoo"


class Category(StrEnum):
    """What a fashion request's garment is. AUTO lets the engine decide."""

    AUTO = "auto"
    CLOTHING = "clothing"
    EYEWEAR = "eyewear"
    FOOTWEAR = "footwear"
    HEADWEAR = "headwear"
    JEWELRY = "jewelry"
    ACCESSORIES = "accessories"
    OTHERS = "others"


class Subcategory(StrEnum):
    """What within a category; which of them belong together is in `SUBCATEGORIES`."""

    TOPS = "tops"
    BOTTOMS = "bottoms"
    DRESSES = "dresses"
    NECKLACE = "necklace"
    EARRINGS = "earrings"
    RING = "ring"
    BRACELET = "bracelet"
    BAG = "bag"
    BELT = "belt"
    TIE = "tie"
    BOWTIE = "bowtie"
    SCARF = "scarf"
    WATCH = "watch"


#: Categories that require a subcategory, and the ones that they take.
SUBCATEGORIES: dict[Category, tuple[Subcategory, ...]] = {
    Category.CLOTHING: (Subcategory.TOPS, Subcategory.BOTTOMS, Subcategory.DRESSES),
    Category.JEWELRY: (Subcategory.NECKLACE, Subcategory.EARRINGS, Subcategory.RING, Subcategory.BRACELET),
    Category.ACCESSORIES: (
        Subcategory.BAG,
        Subcategory.BELT,
        Subcategory.TIE,
        Subcategory.BOWTIE,
        Subcategory.SCARF,
        Subcategory.WATCH,
    ),
}


class Mode(StrEnum):
    """Speed against care."""

    PERFORMANCE = "performance"
    BALANCED = "balanced"
    QUALITY = "quality"


class OutputFormat(StrEnum):
    """How outputs are encoded."""

    PNG = "png"
    JPEG = "jpeg"


class ModerationLevel(StrEnum):
    """How strictly pictures are checked."""

    CONSERVATIVE = "conservative"
    PERMISSIVE = "permissive"
    NONE = "none"


class GarmentPhotoType(StrEnum):
    """How the garment was photographed."""

    AUTO = "auto"
    FLAT_LAY = "flat-lay"
    MODEL = "model"


class Haircut(StrEnum):
    """The 34 haircuts of the contract."""

    AFRO = "Afro"
    BOB_CUT = "BobCut"
    BOWL_CUT = "BowlCut"
    BOX_BRAIDS = "BoxBraids"
    BUZZ_CUT = "BuzzCut"
    CHIGNON = "Chignon"
    COMB_OVER = "CombOver"
    CORNROW_BRAIDS = "CornrowBraids"
    CURLY_BOB = "CurlyBob"
    CURLY_SHAG = "CurlyShag"
    DOUBLE_BUN = "DoubleBun"
    DREADLOCKS = "Dreadlocks"
    FAUX_HAWK = "FauxHawk"
    FISHTAIL_BRAID = "FishtailBraid"
    LONG_CURLY = "LongCurly"
    LONG_HAIR_TIED_UP = "LongHairTiedUp"
    LONG_HIME_CUT = "LongHimeCut"
    LONG_STRAIGHT = "LongStraight"
    LONG_TWINTAILS = "LongTwintails"
    LONG_WAVY = "LongWavy"
    LONG_WAVY_CURTAIN_BANGS = "LongWavyCurtainBangs"
    MAN_BUN = "ManBun"
    MESSY_TOUSLED = "MessyTousled"
    PIXIE_CUT = "PixieCut"
    POMPADOUR = "Pompadour"
    PONYTAIL = "Ponytail"
    SHORT_CURLY_PIXIE = "ShortCurlyPixie"
    SHORT_TWINTAILS = "ShortTwintails"
    SHOULDER_LENGTH_HAIR = "ShoulderLengthHair"
    SPIKY = "Spiky"
    TEXTURED_FRINGE = "TexturedFringe"
    TWIN_BRAIDS = "TwinBraids"
    UPDO = "Updo"
    WAVY_SHAG = "WavyShag"


#: What a request says in a haircut's place to keep the cut and change the colour alone.
KEEP = "Keep"
