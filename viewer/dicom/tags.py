"""Tags by the keyword of PS3.6, for the attributes that the viewer itself uses."""

# Identification
TransferSyntaxUID = 0x00020010
MediaStorageSOPClassUID = 0x00020002
SpecificCharacterSet = 0x00080005
ImageType = 0x00080008
SOPClassUID = 0x00080016
SOPInstanceUID = 0x00080018
StudyDate = 0x00080020
SeriesDate = 0x00080021
AcquisitionDate = 0x00080022
ContentDate = 0x00080023
AcquisitionDateTime = 0x0008002A
StudyTime = 0x00080030
SeriesTime = 0x00080031
AcquisitionTime = 0x00080032
ContentTime = 0x00080033
AccessionNumber = 0x00080050
Modality = 0x00080060
ConversionType = 0x00080064
PresentationIntentType = 0x00080068
Manufacturer = 0x00080070
InstitutionName = 0x00080080
StationName = 0x00081010
StudyDescription = 0x00081030
SeriesDescription = 0x0008103E
ManufacturerModelName = 0x00081090
DerivationDescription = 0x00082111
ReferencedImageSequence = 0x00081140
TimezoneOffsetFromUTC = 0x00080201

# Patient
PatientName = 0x00100010
PatientID = 0x00100020
IssuerOfPatientID = 0x00100021
PatientBirthDate = 0x00100030
PatientSex = 0x00100040
PatientAge = 0x00101010
PatientWeight = 0x00101030
PatientSize = 0x00101020
PatientSpeciesDescription = 0x00102201
AnatomicalOrientationType = 0x00102210

# Acquisition
ContrastBolusAgent = 0x00180010
BodyPartExamined = 0x00180015
ScanOptions = 0x00180022
SequenceName = 0x00180024
KVP = 0x00180060
SliceThickness = 0x00180050
RepetitionTime = 0x00180080
EchoTime = 0x00180081
InversionTime = 0x00180082
EchoNumbers = 0x00180086
SpacingBetweenSlices = 0x00180088
DeviceSerialNumber = 0x00181000
SoftwareVersions = 0x00181020
ProtocolName = 0x00181030
TriggerTime = 0x00181060
NominalInterval = 0x00181062
FrameTime = 0x00181063
FrameTimeVector = 0x00181065
CineRate = 0x00180040
RecommendedDisplayFrameRate = 0x00082144
DistanceSourceToDetector = 0x00181110
DistanceSourceToPatient = 0x00181111
EstimatedRadiographicMagnificationFactor = 0x00181114
ExposureTime = 0x00181150
XRayTubeCurrent = 0x00181151
Exposure = 0x00181152
ExposureInuAs = 0x00181153
ConvolutionKernel = 0x00181210
FlipAngle = 0x00181314
BodyPartThickness = 0x001811A0
CompressionForce = 0x001811A2
ViewPosition = 0x00185101
PatientPosition = 0x00185100
ImagerPixelSpacing = 0x00181164
NominalScannedPixelSpacing = 0x00182010
PositionerPrimaryAngle = 0x00181510
PositionerSecondaryAngle = 0x00181511
SequenceOfUltrasoundRegions = 0x00186011
RegionSpatialFormat = 0x00186012
RegionFlags = 0x00186016
RegionLocationMinX0 = 0x00186018
RegionLocationMinY0 = 0x0018601A
RegionLocationMaxX1 = 0x0018601C
RegionLocationMaxY1 = 0x0018601E
ReferencePixelX0 = 0x00186020
ReferencePixelY0 = 0x00186022
PhysicalUnitsXDirection = 0x00186024
PhysicalUnitsYDirection = 0x00186026
ReferencePixelPhysicalValueX = 0x00186028
ReferencePixelPhysicalValueY = 0x0018602A
PhysicalDeltaX = 0x0018602C
PhysicalDeltaY = 0x0018602E
MechanicalIndex = 0x00185022
BoneThermalIndex = 0x00185024
SoftTissueThermalIndex = 0x00185027
DiffusionBValue = 0x00189087
EffectiveEchoTime = 0x00189082
MagneticFieldStrength = 0x00180087
GantryDetectorTilt = 0x00181120
FrameType = 0x00089007
PlateID = 0x00181004

# Technique
ContrastBolusAgentSequence = 0x00180012
Radiopharmaceutical = 0x00180031
RadiopharmaceuticalStartTime = 0x00181072
RadionuclideTotalDose = 0x00181074
RadiopharmaceuticalStartDateTime = 0x00181078
CranialThermalIndex = 0x00185026
InversionTimes = 0x00189079
MRTimingAndRelatedParametersSequence = 0x00189112
MRModifierSequence = 0x00189115
CTReconstructionSequence = 0x00189314
CTExposureSequence = 0x00189321
CTXRayDetailsSequence = 0x00189325
ExposureInmAs = 0x00189332
RadiopharmaceuticalInformationSequence = 0x00540016
RadionuclideCodeSequence = 0x00540300

# Relationship
StudyInstanceUID = 0x0020000D
SeriesInstanceUID = 0x0020000E
StudyID = 0x00200010
SeriesNumber = 0x00200011
AcquisitionNumber = 0x00200012
InstanceNumber = 0x00200013
PatientOrientation = 0x00200020
ImagePositionPatient = 0x00200032
ImageOrientationPatient = 0x00200037
FrameOfReferenceUID = 0x00200052
Laterality = 0x00200060
ImageLaterality = 0x00200062
FrameLaterality = 0x00209072
TemporalPositionIdentifier = 0x00200100
NumberOfTemporalPositions = 0x00200105
SliceLocation = 0x00201041
ImageComments = 0x00204000
StackID = 0x00209056
InStackPositionNumber = 0x00209057
DimensionIndexValues = 0x00209157
TemporalPositionIndex = 0x00209128
DimensionIndexSequence = 0x00209222
DimensionIndexPointer = 0x00209165
DimensionDescriptionLabel = 0x00209421
FunctionalGroupPointer = 0x00209167
ImagePosition = 0x00200030
ImageOrientation = 0x00200035

# Pixels
SamplesPerPixel = 0x00280002
PhotometricInterpretation = 0x00280004
PlanarConfiguration = 0x00280006
NumberOfFrames = 0x00280008
FrameIncrementPointer = 0x00280009
Rows = 0x00280010
Columns = 0x00280011
PixelSpacing = 0x00280030
PixelAspectRatio = 0x00280034
BitsAllocated = 0x00280100
BitsStored = 0x00280101
HighBit = 0x00280102
PixelRepresentation = 0x00280103
SmallestImagePixelValue = 0x00280106
LargestImagePixelValue = 0x00280107
PixelPaddingValue = 0x00280120
PixelPaddingRangeLimit = 0x00280121
FloatPixelPaddingValue = 0x00280122
FloatPixelPaddingRangeLimit = 0x00280124
DoubleFloatPixelPaddingValue = 0x00280123
DoubleFloatPixelPaddingRangeLimit = 0x00280125
QualityControlImage = 0x00280300
BurnedInAnnotation = 0x00280301
PixelSpacingCalibrationType = 0x00280A02
PixelSpacingCalibrationDescription = 0x00280A04
PixelIntensityRelationship = 0x00281040
WindowCenter = 0x00281050
WindowWidth = 0x00281051
RescaleIntercept = 0x00281052
RescaleSlope = 0x00281053
RescaleType = 0x00281054
MultienergyCTAcquisition = 0x00189361
DoseUnits = 0x30040002
GridFrameOffsetVector = 0x3004000C
DoseGridScaling = 0x3004000E
WindowCenterWidthExplanation = 0x00281055
VOILUTFunction = 0x00281056
ModalityLUTSequence = 0x00283000
VOILUTSequence = 0x00283010
LUTDescriptor = 0x00283002
LUTExplanation = 0x00283003
ModalityLUTType = 0x00283004
LUTData = 0x00283006
RedPaletteColorLookupTableDescriptor = 0x00281101
GreenPaletteColorLookupTableDescriptor = 0x00281102
BluePaletteColorLookupTableDescriptor = 0x00281103
AlphaPaletteColorLookupTableDescriptor = 0x00281104
RedPaletteColorLookupTableData = 0x00281201
GreenPaletteColorLookupTableData = 0x00281202
BluePaletteColorLookupTableData = 0x00281203
SegmentedRedPaletteColorLookupTableData = 0x00281221
SegmentedGreenPaletteColorLookupTableData = 0x00281222
SegmentedBluePaletteColorLookupTableData = 0x00281223
PixelPresentation = 0x00089205
ICCProfile = 0x00282000
ColorSpace = 0x00282002
LossyImageCompression = 0x00282110
LossyImageCompressionRatio = 0x00282112
LossyImageCompressionMethod = 0x00282114
RealWorldValueMappingSequence = 0x00409096
LUTLabel = 0x00409210
RealWorldValueLastValueMapped = 0x00409211
RealWorldValueLUTData = 0x00409212
DoubleFloatRealWorldValueLastValueMapped = 0x00409213
DoubleFloatRealWorldValueFirstValueMapped = 0x00409214
RealWorldValueFirstValueMapped = 0x00409216
RealWorldValueIntercept = 0x00409224
RealWorldValueSlope = 0x00409225
MeasurementUnitsCodeSequence = 0x004008EA
PresentationLUTShape = 0x20500020
PresentationLUTSequence = 0x20500010
ExtendedOffsetTable = 0x7FE00001
ExtendedOffsetTableLengths = 0x7FE00002
EncapsulatedPixelDataValueTotalLength = 0x7FE00003

# Enhanced
SharedFunctionalGroupsSequence = 0x52009229
PerFrameFunctionalGroupsSequence = 0x52009230
PixelMeasuresSequence = 0x00289110
PlanePositionSequence = 0x00209113
PlaneOrientationSequence = 0x00209116
FrameContentSequence = 0x00209111
PixelValueTransformationSequence = 0x00289145
FrameVOILUTSequence = 0x00289132
FrameAnatomySequence = 0x00209071
MRImageFrameTypeSequence = 0x00189226
CTImageFrameTypeSequence = 0x00189329
FramePixelDataPropertiesSequence = 0x00289443
MREchoSequence = 0x00189114
MRDiffusionSequence = 0x00189117
TemporalPositionSequence = 0x00209310
CardiacSynchronizationSequence = 0x00189118
FrameReferenceDateTime = 0x00189151
FrameAcquisitionDateTime = 0x00189074
NominalCardiacTriggerDelayTime = 0x00209153
IrradiationEventIdentificationSequence = 0x00189477
OpticalPathSequence = 0x00480105
OpticalPathIdentifier = 0x00480106
OpticalPathIdentificationSequence = 0x00480207
PlanePositionSlideSequence = 0x0048021A
TotalPixelMatrixColumns = 0x00480006
TotalPixelMatrixRows = 0x00480007
XRayGeometrySequence = 0x00189476

# Nuclear medicine
Units = 0x00541001
SeriesType = 0x00541000
SUVType = 0x00541006
DecayCorrection = 0x00541102
FrameReferenceTime = 0x00541300
ActualFrameDuration = 0x00181242
CorrectedImage = 0x00280051
RadionuclideHalfLife = 0x00181075
EnergyWindowVector = 0x00540010
DetectorVector = 0x00540020
PhaseVector = 0x00540030
RotationVector = 0x00540050
RRIntervalVector = 0x00540060
TimeSlotVector = 0x00540070
SliceVector = 0x00540080
AngularViewVector = 0x00540090
TimeSliceVector = 0x00540100
NumberOfSlices = 0x00540081
EnergyWindowInformationSequence = 0x00540012
EnergyWindowRangeSequence = 0x00540013
EnergyWindowLowerLimit = 0x00540014
EnergyWindowUpperLimit = 0x00540015
EnergyWindowName = 0x00540018
DetectorInformationSequence = 0x00540022
ViewCodeSequence = 0x00540220
PhaseInformationSequence = 0x00540032
PhaseDescription = 0x00540039
RotationInformationSequence = 0x00540052
RotationDirection = 0x00181140
AngularStep = 0x00181144
StartAngle = 0x00540200

# Cine
StartTrim = 0x00082142
StopTrim = 0x00082143
PreferredPlaybackSequencing = 0x00181244
PositionerPrimaryAngleIncrement = 0x00181520
PositionerSecondaryAngleIncrement = 0x00181521
PositionerPositionSequence = 0x00189405

# Content
PixelData = 0x7FE00010
FloatPixelData = 0x7FE00008
DoubleFloatPixelData = 0x7FE00009
WaveformSequence = 0x54000100
NumberOfWaveformChannels = 0x003A0005
SamplingFrequency = 0x003A001A
ChannelDefinitionSequence = 0x003A0200
ChannelSensitivity = 0x003A0210
ContentSequence = 0x0040A730
ValueType = 0x0040A040
EncapsulatedDocument = 0x00420011
MIMETypeOfEncapsulatedDocument = 0x00420012
SpectroscopyData = 0x56000020
DirectoryRecordSequence = 0x00041220
DocumentTitle = 0x00420010
ConceptNameCodeSequence = 0x0040A043
ImageDisplayFormat = 0x20100010
SegmentSequence = 0x00620002
ROIContourSequence = 0x30060039
StructureSetROISequence = 0x30060020
BeamSequence = 0x300A00B0
ImagePlanePixelSpacing = 0x30020011
ContentLabel = 0x00700080
ContentDescription = 0x00700081
ReferencedSeriesSequence = 0x00081115
SegmentationType = 0x00620001
FilmSessionLabel = 0x20000050

# Presentation states
ReferencedSOPClassUID = 0x00081150
ReferencedSOPInstanceUID = 0x00081155
ReferencedFrameNumber = 0x00081160
GraphicAnnotationSequence = 0x00700001
GraphicLayer = 0x00700002
BoundingBoxAnnotationUnits = 0x00700003
AnchorPointAnnotationUnits = 0x00700004
GraphicAnnotationUnits = 0x00700005
UnformattedTextValue = 0x00700006
TextObjectSequence = 0x00700008
GraphicObjectSequence = 0x00700009
BoundingBoxTopLeftHandCorner = 0x00700010
BoundingBoxBottomRightHandCorner = 0x00700011
BoundingBoxTextHorizontalJustification = 0x00700012
AnchorPoint = 0x00700014
AnchorPointVisibility = 0x00700015
GraphicData = 0x00700022
GraphicType = 0x00700023
GraphicFilled = 0x00700024
ImageHorizontalFlip = 0x00700041
ImageRotation = 0x00700042
DisplayedAreaTopLeftHandCorner = 0x00700052
DisplayedAreaBottomRightHandCorner = 0x00700053
DisplayedAreaSelectionSequence = 0x0070005A
GraphicLayerSequence = 0x00700060
GraphicLayerOrder = 0x00700062
GraphicLayerRecommendedDisplayGrayscaleValue = 0x00700066
GraphicLayerRecommendedDisplayRGBValue = 0x00700067
GraphicLayerDescription = 0x00700068
PresentationCreationDate = 0x00700082
PresentationCreationTime = 0x00700083
ContentCreatorName = 0x00700084
PresentationSizeMode = 0x00700100
PresentationPixelSpacing = 0x00700101
PresentationPixelAspectRatio = 0x00700102
PresentationPixelMagnificationRatio = 0x00700103
GraphicLayerRecommendedDisplayCIELabValue = 0x00700401
BlendingSequence = 0x00700402
RelativeOpacity = 0x00700403
BlendingPosition = 0x00700405
SoftcopyVOILUTSequence = 0x00283110

# Mask subtraction
RecommendedViewingMode = 0x00281090
MaskSubtractionSequence = 0x00286100
MaskOperation = 0x00286101
ApplicableFrameRange = 0x00286102
MaskFrameNumbers = 0x00286110
ContrastFrameAveraging = 0x00286112
MaskSubPixelShift = 0x00286114
TIDOffset = 0x00286120
MaskOperationExplanation = 0x00286190
FramePixelShiftSequence = 0x00289415
SubtractionItemID = 0x00289416
PixelShiftSequence = 0x00289501
RegionPixelShiftSequence = 0x00289502
PixelShiftFrameRange = 0x00289506
FrameDisplaySequence = 0x00089458

# Shutters
ShutterShape = 0x00181600
ShutterLeftVerticalEdge = 0x00181602
ShutterRightVerticalEdge = 0x00181604
ShutterUpperHorizontalEdge = 0x00181606
ShutterLowerHorizontalEdge = 0x00181608
CenterOfCircularShutter = 0x00181610
RadiusOfCircularShutter = 0x00181612
VerticesOfThePolygonalShutter = 0x00181620
ShutterPresentationValue = 0x00181622
ShutterOverlayGroup = 0x00181623
ShutterPresentationColorCIELabValue = 0x00181624
FrameDisplayShutterSequence = 0x00189472

# Overlays: of group 6000; add one of OVERLAY_OFFSETS for another group
OverlayRows = 0x60000010
OverlayColumns = 0x60000011
NumberOfFramesInOverlay = 0x60000015
OverlayDescription = 0x60000022
OverlayType = 0x60000040
OverlaySubtype = 0x60000045
OverlayOrigin = 0x60000050
ImageFrameOrigin = 0x60000051
OverlayBitsAllocated = 0x60000100
OverlayBitPosition = 0x60000102
OverlayActivationLayer = 0x60001001
OverlayLabel = 0x60001500
OverlayData = 0x60003000
OVERLAY_OFFSETS = tuple(group << 17 for group in range(16))
"""From a tag of overlay group 6000 to the same of the 16 groups 6000 … 601E."""

# Codes
CodeValue = 0x00080100
CodeMeaning = 0x00080104
LongCodeValue = 0x00080119
CodingSchemeDesignator = 0x00080102

_OVERLAY_VRS = {
    OverlayRows: "US",
    OverlayColumns: "US",
    NumberOfFramesInOverlay: "IS",
    OverlayDescription: "LO",
    OverlayType: "CS",
    OverlaySubtype: "LO",
    OverlayOrigin: "SS",
    ImageFrameOrigin: "US",
    OverlayBitsAllocated: "US",
    OverlayBitPosition: "US",
    OverlayActivationLayer: "CS",
    OverlayLabel: "LO",
    OverlayData: "OW",
}
# Private, each with the tag of its creator
GEPositronCreator = 0x00090010
GEScanDateTime = 0x0009100D
PhilipsPositronCreator = 0x70530010
PhilipsSUVScaleFactor = 0x70531000
PhilipsActivityConcentrationScaleFactor = 0x70531009

VR_BY_TAG: dict[int, str] = {
    TransferSyntaxUID: "UI",
    MediaStorageSOPClassUID: "UI",
    SpecificCharacterSet: "CS",
    ImageType: "CS",
    SOPClassUID: "UI",
    SOPInstanceUID: "UI",
    StudyDate: "DA",
    SeriesDate: "DA",
    AcquisitionDate: "DA",
    ContentDate: "DA",
    AcquisitionDateTime: "DT",
    StudyTime: "TM",
    SeriesTime: "TM",
    AcquisitionTime: "TM",
    ContentTime: "TM",
    AccessionNumber: "SH",
    Modality: "CS",
    ConversionType: "CS",
    PresentationIntentType: "CS",
    Manufacturer: "LO",
    InstitutionName: "LO",
    StationName: "SH",
    StudyDescription: "LO",
    SeriesDescription: "LO",
    ManufacturerModelName: "LO",
    DerivationDescription: "ST",
    ReferencedImageSequence: "SQ",
    TimezoneOffsetFromUTC: "SH",
    PatientName: "PN",
    PatientID: "LO",
    IssuerOfPatientID: "LO",
    PatientBirthDate: "DA",
    PatientSex: "CS",
    PatientAge: "AS",
    PatientWeight: "DS",
    PatientSize: "DS",
    PatientSpeciesDescription: "LO",
    AnatomicalOrientationType: "CS",
    ContrastBolusAgent: "LO",
    BodyPartExamined: "CS",
    ScanOptions: "CS",
    SequenceName: "SH",
    KVP: "DS",
    SliceThickness: "DS",
    RepetitionTime: "DS",
    EchoTime: "DS",
    InversionTime: "DS",
    EchoNumbers: "IS",
    SpacingBetweenSlices: "DS",
    DeviceSerialNumber: "LO",
    SoftwareVersions: "LO",
    ProtocolName: "LO",
    TriggerTime: "DS",
    NominalInterval: "IS",
    FrameTime: "DS",
    FrameTimeVector: "DS",
    CineRate: "IS",
    RecommendedDisplayFrameRate: "IS",
    DistanceSourceToDetector: "DS",
    DistanceSourceToPatient: "DS",
    EstimatedRadiographicMagnificationFactor: "DS",
    ExposureTime: "IS",
    XRayTubeCurrent: "IS",
    Exposure: "IS",
    ExposureInuAs: "IS",
    ConvolutionKernel: "SH",
    FlipAngle: "DS",
    BodyPartThickness: "DS",
    CompressionForce: "DS",
    ViewPosition: "CS",
    PatientPosition: "CS",
    ImagerPixelSpacing: "DS",
    NominalScannedPixelSpacing: "DS",
    PositionerPrimaryAngle: "DS",
    PositionerSecondaryAngle: "DS",
    SequenceOfUltrasoundRegions: "SQ",
    RegionSpatialFormat: "US",
    RegionFlags: "UL",
    RegionLocationMinX0: "UL",
    RegionLocationMinY0: "UL",
    RegionLocationMaxX1: "UL",
    RegionLocationMaxY1: "UL",
    ReferencePixelX0: "SL",
    ReferencePixelY0: "SL",
    PhysicalUnitsXDirection: "US",
    PhysicalUnitsYDirection: "US",
    ReferencePixelPhysicalValueX: "FD",
    ReferencePixelPhysicalValueY: "FD",
    PhysicalDeltaX: "FD",
    PhysicalDeltaY: "FD",
    MechanicalIndex: "DS",
    BoneThermalIndex: "DS",
    SoftTissueThermalIndex: "DS",
    DiffusionBValue: "FD",
    EffectiveEchoTime: "FD",
    MagneticFieldStrength: "DS",
    GantryDetectorTilt: "DS",
    FrameType: "CS",
    PlateID: "LO",
    ContrastBolusAgentSequence: "SQ",
    Radiopharmaceutical: "LO",
    RadiopharmaceuticalStartTime: "TM",
    RadionuclideTotalDose: "DS",
    RadiopharmaceuticalStartDateTime: "DT",
    CranialThermalIndex: "DS",
    InversionTimes: "FD",
    MRTimingAndRelatedParametersSequence: "SQ",
    MRModifierSequence: "SQ",
    CTReconstructionSequence: "SQ",
    CTExposureSequence: "SQ",
    CTXRayDetailsSequence: "SQ",
    ExposureInmAs: "FD",
    RadiopharmaceuticalInformationSequence: "SQ",
    RadionuclideCodeSequence: "SQ",
    StudyInstanceUID: "UI",
    SeriesInstanceUID: "UI",
    StudyID: "SH",
    SeriesNumber: "IS",
    AcquisitionNumber: "IS",
    InstanceNumber: "IS",
    PatientOrientation: "CS",
    ImagePositionPatient: "DS",
    ImageOrientationPatient: "DS",
    FrameOfReferenceUID: "UI",
    Laterality: "CS",
    ImageLaterality: "CS",
    FrameLaterality: "CS",
    TemporalPositionIdentifier: "IS",
    NumberOfTemporalPositions: "IS",
    SliceLocation: "DS",
    ImageComments: "LT",
    StackID: "SH",
    InStackPositionNumber: "UL",
    DimensionIndexValues: "UL",
    TemporalPositionIndex: "UL",
    DimensionIndexSequence: "SQ",
    DimensionIndexPointer: "AT",
    DimensionDescriptionLabel: "LO",
    FunctionalGroupPointer: "AT",
    ImagePosition: "DS",
    ImageOrientation: "DS",
    SamplesPerPixel: "US",
    PhotometricInterpretation: "CS",
    PlanarConfiguration: "US",
    NumberOfFrames: "IS",
    FrameIncrementPointer: "AT",
    Rows: "US",
    Columns: "US",
    PixelSpacing: "DS",
    PixelAspectRatio: "IS",
    BitsAllocated: "US",
    BitsStored: "US",
    HighBit: "US",
    PixelRepresentation: "US",
    SmallestImagePixelValue: "US",
    LargestImagePixelValue: "US",
    PixelPaddingValue: "US",
    PixelPaddingRangeLimit: "US",
    FloatPixelPaddingValue: "FL",
    FloatPixelPaddingRangeLimit: "FL",
    DoubleFloatPixelPaddingValue: "FD",
    DoubleFloatPixelPaddingRangeLimit: "FD",
    QualityControlImage: "CS",
    BurnedInAnnotation: "CS",
    PixelSpacingCalibrationType: "CS",
    PixelSpacingCalibrationDescription: "LO",
    PixelIntensityRelationship: "CS",
    WindowCenter: "DS",
    WindowWidth: "DS",
    RescaleIntercept: "DS",
    RescaleSlope: "DS",
    RescaleType: "LO",
    MultienergyCTAcquisition: "CS",
    DoseUnits: "CS",
    GridFrameOffsetVector: "DS",
    DoseGridScaling: "DS",
    WindowCenterWidthExplanation: "LO",
    VOILUTFunction: "CS",
    ModalityLUTSequence: "SQ",
    VOILUTSequence: "SQ",
    LUTDescriptor: "US",
    LUTExplanation: "LO",
    ModalityLUTType: "LO",
    LUTData: "US",
    RedPaletteColorLookupTableDescriptor: "US",
    GreenPaletteColorLookupTableDescriptor: "US",
    BluePaletteColorLookupTableDescriptor: "US",
    AlphaPaletteColorLookupTableDescriptor: "US",
    RedPaletteColorLookupTableData: "OW",
    GreenPaletteColorLookupTableData: "OW",
    BluePaletteColorLookupTableData: "OW",
    SegmentedRedPaletteColorLookupTableData: "OW",
    SegmentedGreenPaletteColorLookupTableData: "OW",
    SegmentedBluePaletteColorLookupTableData: "OW",
    PixelPresentation: "CS",
    ICCProfile: "OB",
    ColorSpace: "CS",
    LossyImageCompression: "CS",
    LossyImageCompressionRatio: "DS",
    LossyImageCompressionMethod: "CS",
    RealWorldValueMappingSequence: "SQ",
    LUTLabel: "SH",
    RealWorldValueLastValueMapped: "US",
    RealWorldValueLUTData: "FD",
    DoubleFloatRealWorldValueLastValueMapped: "FD",
    DoubleFloatRealWorldValueFirstValueMapped: "FD",
    RealWorldValueFirstValueMapped: "US",
    RealWorldValueIntercept: "FD",
    RealWorldValueSlope: "FD",
    MeasurementUnitsCodeSequence: "SQ",
    PresentationLUTShape: "CS",
    PresentationLUTSequence: "SQ",
    ExtendedOffsetTable: "OV",
    ExtendedOffsetTableLengths: "OV",
    EncapsulatedPixelDataValueTotalLength: "UV",
    SharedFunctionalGroupsSequence: "SQ",
    PerFrameFunctionalGroupsSequence: "SQ",
    PixelMeasuresSequence: "SQ",
    PlanePositionSequence: "SQ",
    PlaneOrientationSequence: "SQ",
    FrameContentSequence: "SQ",
    PixelValueTransformationSequence: "SQ",
    FrameVOILUTSequence: "SQ",
    FrameAnatomySequence: "SQ",
    MRImageFrameTypeSequence: "SQ",
    CTImageFrameTypeSequence: "SQ",
    FramePixelDataPropertiesSequence: "SQ",
    MREchoSequence: "SQ",
    MRDiffusionSequence: "SQ",
    TemporalPositionSequence: "SQ",
    CardiacSynchronizationSequence: "SQ",
    FrameReferenceDateTime: "DT",
    FrameAcquisitionDateTime: "DT",
    NominalCardiacTriggerDelayTime: "FD",
    IrradiationEventIdentificationSequence: "SQ",
    OpticalPathSequence: "SQ",
    OpticalPathIdentifier: "SH",
    OpticalPathIdentificationSequence: "SQ",
    PlanePositionSlideSequence: "SQ",
    TotalPixelMatrixColumns: "UL",
    TotalPixelMatrixRows: "UL",
    XRayGeometrySequence: "SQ",
    Units: "CS",
    SeriesType: "CS",
    SUVType: "CS",
    DecayCorrection: "CS",
    FrameReferenceTime: "DS",
    ActualFrameDuration: "IS",
    CorrectedImage: "CS",
    RadionuclideHalfLife: "DS",
    EnergyWindowVector: "US",
    DetectorVector: "US",
    PhaseVector: "US",
    RotationVector: "US",
    RRIntervalVector: "US",
    TimeSlotVector: "US",
    SliceVector: "US",
    AngularViewVector: "US",
    TimeSliceVector: "US",
    NumberOfSlices: "US",
    EnergyWindowInformationSequence: "SQ",
    EnergyWindowRangeSequence: "SQ",
    EnergyWindowLowerLimit: "DS",
    EnergyWindowUpperLimit: "DS",
    EnergyWindowName: "SH",
    DetectorInformationSequence: "SQ",
    ViewCodeSequence: "SQ",
    PhaseInformationSequence: "SQ",
    PhaseDescription: "CS",
    RotationInformationSequence: "SQ",
    RotationDirection: "CS",
    AngularStep: "DS",
    StartAngle: "DS",
    StartTrim: "IS",
    StopTrim: "IS",
    PreferredPlaybackSequencing: "US",
    PositionerPrimaryAngleIncrement: "DS",
    PositionerSecondaryAngleIncrement: "DS",
    PositionerPositionSequence: "SQ",
    PixelData: "OW",
    FloatPixelData: "OF",
    DoubleFloatPixelData: "OD",
    WaveformSequence: "SQ",
    NumberOfWaveformChannels: "US",
    SamplingFrequency: "DS",
    ChannelDefinitionSequence: "SQ",
    ChannelSensitivity: "DS",
    ContentSequence: "SQ",
    ValueType: "CS",
    EncapsulatedDocument: "OB",
    MIMETypeOfEncapsulatedDocument: "LO",
    SpectroscopyData: "OF",
    DirectoryRecordSequence: "SQ",
    DocumentTitle: "ST",
    ConceptNameCodeSequence: "SQ",
    ImageDisplayFormat: "ST",
    SegmentSequence: "SQ",
    ROIContourSequence: "SQ",
    StructureSetROISequence: "SQ",
    BeamSequence: "SQ",
    ImagePlanePixelSpacing: "DS",
    ContentLabel: "CS",
    ContentDescription: "LO",
    ReferencedSeriesSequence: "SQ",
    SegmentationType: "CS",
    FilmSessionLabel: "LO",
    ReferencedSOPClassUID: "UI",
    ReferencedSOPInstanceUID: "UI",
    ReferencedFrameNumber: "IS",
    GraphicAnnotationSequence: "SQ",
    GraphicLayer: "CS",
    BoundingBoxAnnotationUnits: "CS",
    AnchorPointAnnotationUnits: "CS",
    GraphicAnnotationUnits: "CS",
    UnformattedTextValue: "ST",
    TextObjectSequence: "SQ",
    GraphicObjectSequence: "SQ",
    BoundingBoxTopLeftHandCorner: "FL",
    BoundingBoxBottomRightHandCorner: "FL",
    BoundingBoxTextHorizontalJustification: "CS",
    AnchorPoint: "FL",
    AnchorPointVisibility: "CS",
    GraphicData: "FL",
    GraphicType: "CS",
    GraphicFilled: "CS",
    ImageHorizontalFlip: "CS",
    ImageRotation: "US",
    DisplayedAreaTopLeftHandCorner: "SL",
    DisplayedAreaBottomRightHandCorner: "SL",
    DisplayedAreaSelectionSequence: "SQ",
    GraphicLayerSequence: "SQ",
    GraphicLayerOrder: "IS",
    GraphicLayerRecommendedDisplayGrayscaleValue: "US",
    GraphicLayerRecommendedDisplayRGBValue: "US",
    GraphicLayerDescription: "LO",
    PresentationCreationDate: "DA",
    PresentationCreationTime: "TM",
    ContentCreatorName: "PN",
    PresentationSizeMode: "CS",
    PresentationPixelSpacing: "DS",
    PresentationPixelAspectRatio: "IS",
    PresentationPixelMagnificationRatio: "FL",
    GraphicLayerRecommendedDisplayCIELabValue: "US",
    BlendingSequence: "SQ",
    RelativeOpacity: "FL",
    BlendingPosition: "CS",
    SoftcopyVOILUTSequence: "SQ",
    RecommendedViewingMode: "CS",
    MaskSubtractionSequence: "SQ",
    MaskOperation: "CS",
    ApplicableFrameRange: "US",
    MaskFrameNumbers: "US",
    ContrastFrameAveraging: "US",
    MaskSubPixelShift: "FL",
    TIDOffset: "SS",
    MaskOperationExplanation: "ST",
    FramePixelShiftSequence: "SQ",
    SubtractionItemID: "US",
    PixelShiftSequence: "SQ",
    RegionPixelShiftSequence: "SQ",
    PixelShiftFrameRange: "US",
    FrameDisplaySequence: "SQ",
    ShutterShape: "CS",
    ShutterLeftVerticalEdge: "IS",
    ShutterRightVerticalEdge: "IS",
    ShutterUpperHorizontalEdge: "IS",
    ShutterLowerHorizontalEdge: "IS",
    CenterOfCircularShutter: "IS",
    RadiusOfCircularShutter: "IS",
    VerticesOfThePolygonalShutter: "IS",
    ShutterPresentationValue: "US",
    ShutterOverlayGroup: "US",
    ShutterPresentationColorCIELabValue: "US",
    FrameDisplayShutterSequence: "SQ",
    CodeValue: "SH",
    CodeMeaning: "LO",
    CodingSchemeDesignator: "SH",
    **{
        tag + offset: vr
        for tag, vr in _OVERLAY_VRS.items()
        for offset in OVERLAY_OFFSETS
    },
    LongCodeValue: "UC",
    GEPositronCreator: "LO",
    GEScanDateTime: "DT",
    PhilipsPositronCreator: "LO",
    PhilipsSUVScaleFactor: "DS",
    PhilipsActivityConcentrationScaleFactor: "DS",
}
"""Value representation by the dictionary; "US or SS" is listed as US."""


def vr_of(tag: int) -> str:
    """The dictionary's VR of a tag of this module, "UN" for any other."""
    return VR_BY_TAG.get(tag, "UN")
