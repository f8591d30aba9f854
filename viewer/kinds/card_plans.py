"""Which attributes of an object a card shows, kind by kind: one table."""

from viewer.kinds.card_layout import Listing, Plan
from viewer.kinds.card_plans_rt import RADIOTHERAPY
from viewer.text import mark

_COLOUR = (mark("Colour"), "RecommendedDisplayCIELabValue")
_CATEGORY = (mark("Category"), "SegmentedPropertyCategoryCodeSequence")
_TYPE = (mark("Property"), "SegmentedPropertyTypeCodeSequence")
_SEGMENTS = Listing(
    mark("Segments"),
    "SegmentSequence",
    (
        (mark("No."), "SegmentNumber"),
        (mark("Label"), "SegmentLabel"),
        _CATEGORY,
        _TYPE,
        (mark("Made by"), "SegmentAlgorithmType"),
        (mark("Algorithm"), "SegmentAlgorithmName"),
        _COLOUR,
    ),
)
_MAPPING = (
    (mark("Label"), "LUTLabel"),
    (mark("Explanation"), "LUTExplanation"),
    (mark("From"), "RealWorldValueFirstValueMapped"),
    (mark("To"), "RealWorldValueLastValueMapped"),
    (mark("Slope"), "RealWorldValueSlope"),
    (mark("Intercept"), "RealWorldValueIntercept"),
    (mark("Unit"), "MeasurementUnitsCodeSequence"),
    (mark("Quantity"), "QuantityDefinitionSequence/ConceptCodeSequence"),
)

PLANS: dict[str, Plan] = {
    **RADIOTHERAPY,
    "segmentation": Plan(
        (
            (mark("Type"), "SegmentationType"),
            (mark("Fractions are"), "SegmentationFractionalType"),
            (mark("Segments overlap"), "SegmentsOverlap"),
        ),
        (_SEGMENTS,),
    ),
    "segmentation_height": Plan((), (_SEGMENTS,)),
    "surface": Plan(
        ((mark("Surfaces"), "NumberOfSurfaces"),),
        (
            _SEGMENTS,
            Listing(
                mark("Surfaces"),
                "SurfaceSequence",
                (
                    (mark("No."), "SurfaceNumber"),
                    (mark("Remarks"), "SurfaceComments"),
                    (mark("Points"), "SurfacePointsSequence/NumberOfSurfacePoints"),
                    (mark("Shown as"), "RecommendedPresentationType"),
                    (mark("Opacity"), "RecommendedPresentationOpacity"),
                    _COLOUR,
                ),
            ),
        ),
    ),
    "registration": Plan(
        ((mark("To the frame of reference"), "FrameOfReferenceUID"),),
        (
            Listing(
                mark("From"),
                "RegistrationSequence",
                (
                    (mark("Frame of reference"), "FrameOfReferenceUID"),
                    (
                        mark("Kind"),
                        "MatrixRegistrationSequence/MatrixSequence"
                        "/FrameOfReferenceTransformationMatrixType",
                    ),
                    (
                        mark("Matrix"),
                        "MatrixRegistrationSequence/MatrixSequence"
                        "/FrameOfReferenceTransformationMatrix",
                    ),
                    (mark("Images"), "#ReferencedImageSequence"),
                ),
            ),
            Listing(
                mark("Deformed from"),
                "DeformableRegistrationSequence",
                (
                    (mark("Frame of reference"), "SourceFrameOfReferenceUID"),
                    (
                        mark("Grid"),
                        "DeformableRegistrationGridSequence/GridDimensions",
                    ),
                    (
                        mark("Grid spacing [mm]"),
                        "DeformableRegistrationGridSequence/GridResolution",
                    ),
                    (
                        mark("Matrix before"),
                        "PreDeformationMatrixRegistrationSequence"
                        "/FrameOfReferenceTransformationMatrix",
                    ),
                    (
                        mark("Matrix after"),
                        "PostDeformationMatrixRegistrationSequence"
                        "/FrameOfReferenceTransformationMatrix",
                    ),
                ),
            ),
        ),
    ),
    "fiducials": Plan(
        (),
        (
            Listing(
                mark("Fiducials"),
                "FiducialSetSequence/FiducialSequence",
                (
                    (mark("Identifier"), "FiducialIdentifier"),
                    (mark("Description"), "FiducialDescription"),
                    (mark("Shape"), "ShapeType"),
                    (mark("Points [mm]"), "ContourData"),
                    (mark("Frame of reference"), "FrameOfReferenceUID"),
                ),
            ),
        ),
    ),
    "rwvm": Plan(
        (),
        (
            Listing(
                mark("Mappings"),
                "ReferencedImageRealWorldValueMappingSequence"
                "/RealWorldValueMappingSequence",
                _MAPPING,
            ),
        ),
    ),
    "parametric_map": Plan(
        (),
        (
            Listing(
                mark("Mappings"),
                "SharedFunctionalGroupsSequence/RealWorldValueMappingSequence",
                _MAPPING,
            ),
        ),
    ),
    "bulk_annotations": Plan(
        ((mark("Coordinates"), "AnnotationCoordinateType"),),
        (
            Listing(
                mark("Groups"),
                "AnnotationGroupSequence",
                (
                    (mark("No."), "AnnotationGroupNumber"),
                    (mark("Label"), "AnnotationGroupLabel"),
                    (mark("Category"), "AnnotationPropertyCategoryCodeSequence"),
                    (mark("Property"), "AnnotationPropertyTypeCodeSequence"),
                    (mark("Drawn as"), "GraphicType"),
                    (mark("Annotations"), "NumberOfAnnotations"),
                    (mark("Made by"), "AnnotationGroupGenerationType"),
                    _COLOUR,
                ),
            ),
        ),
    ),
    "wsi": Plan(
        (
            (mark("Matrix columns"), "TotalPixelMatrixColumns"),
            (mark("Matrix rows"), "TotalPixelMatrixRows"),
            (mark("Width imaged [mm]"), "ImagedVolumeWidth"),
            (mark("Height imaged [mm]"), "ImagedVolumeHeight"),
            (mark("Tiles"), "DimensionOrganizationType"),
            (mark("Slide"), "ContainerIdentifier"),
            (mark("Specimen"), "SpecimenDescriptionSequence/SpecimenShortDescription"),
        ),
        (
            Listing(
                mark("Optical paths"),
                "OpticalPathSequence",
                (
                    (mark("Identifier"), "OpticalPathIdentifier"),
                    (mark("Description"), "OpticalPathDescription"),
                    (mark("Illumination"), "IlluminationTypeCodeSequence"),
                    (mark("Light"), "IlluminationColorCodeSequence"),
                    (mark("Wavelength [nm]"), "IlluminationWaveLength"),
                    (mark("Lens power"), "ObjectiveLensPower"),
                ),
            ),
        ),
    ),
    "video": Plan(
        (
            (mark("Columns"), "Columns"),
            (mark("Rows"), "Rows"),
            (mark("Time of a frame [ms]"), "FrameTime"),
            (mark("Frames in a second"), "CineRate"),
            (mark("Shown at [1/s]"), "RecommendedDisplayFrameRate"),
        ),
    ),
    "hanging_protocol": Plan(
        (
            (mark("Name"), "HangingProtocolName"),
            (mark("Description"), "HangingProtocolDescription"),
            (mark("For"), "HangingProtocolLevel"),
            (mark("Made by"), "HangingProtocolCreator"),
            (mark("Made on"), "HangingProtocolCreationDateTime"),
            (mark("Priors"), "NumberOfPriorsReferenced"),
            (mark("Screens"), "NumberOfScreens"),
        ),
        (
            Listing(
                mark("For studies of"),
                "HangingProtocolDefinitionSequence",
                (
                    (mark("Modality"), "Modality"),
                    (mark("Region"), "AnatomicRegionSequence"),
                    (mark("Side"), "Laterality"),
                    (mark("Procedure"), "ProcedureCodeSequence"),
                    (mark("Reason"), "ReasonForRequestedProcedureCodeSequence"),
                ),
            ),
            Listing(
                mark("Display sets"),
                "DisplaySetsSequence",
                (
                    (mark("No."), "DisplaySetNumber"),
                    (mark("Label"), "DisplaySetLabel"),
                    (mark("Group"), "DisplaySetPresentationGroup"),
                    (mark("Boxes"), "#ImageBoxesSequence"),
                    (mark("Layout"), "ImageBoxesSequence/ImageBoxLayoutType"),
                    (
                        mark("Position"),
                        "ImageBoxesSequence/DisplayEnvironmentSpatialPosition",
                    ),
                ),
            ),
            Listing(
                mark("Screens"),
                "NominalScreenDefinitionSequence",
                (
                    (mark("Columns"), "NumberOfHorizontalPixels"),
                    (mark("Rows"), "NumberOfVerticalPixels"),
                    (mark("Position"), "DisplayEnvironmentSpatialPosition"),
                ),
            ),
        ),
    ),
}
"""Kinds that have no line here show what is particular to the object."""
